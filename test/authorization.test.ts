/**
 * Which role may do what: every function of every contract × every role × every situation.
 *
 * The table near the end is the documentation. Each row is a function with its arguments and a rule. For a role in a
 * situation, the rule gives the success, the answer or the exact error of the call. Each cell is simulated, so that
 * none affects another. A function that is not in the table fails the test.
 */

import { expect } from "chai";
import { signedRound } from "doorkey-test-support/beacon";
import {
  classTerms,
  DAY,
  deployContracts,
  eventTerms,
  GATE,
  HOUR,
  now,
  publishEvent,
  registerTeam,
  type Suite,
} from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { attest, packRecords, packRightId, scopeOf, signRebind, signReturn } from "doorkey-test-support/statements";
import { type BaseContract, concat, dataSlice, type ErrorDescription, Interface, toBeHex, ZeroHash } from "ethers";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

/* ROLES: in relation to the events, rights and teams of the rows */

const ROLES = [
  "organizerAdmin",
  "organizerMember",
  "otherOrganizerAdmin",
  "agentAdmin", // of the agent that granted the rights
  "agentMember",
  "parentAgentAdmin", // of the agent above it
  "otherAgentAdmin", // of an agent that is designated too
  "scanner",
  "desk",
  "otherEventGate", // of the other organizer
  "formerGate", // of the event that is open, under the organizer who handed it over
  "attester",
  "saleHook",
  "holder",
  "relay",
  "stranger",
  "forwarder", // itself, without a signer: its sender is the address at the end of the call data
] as const;
type Role = (typeof ROLES)[number];

/* SITUATIONS: the route of the call, and the state of the teams */

const SITUATIONS = [
  "direct",
  "forwarded",
  "unrelayed", // forwarded, while all teams refuse forwarded calls
  "inactive", // direct, while all teams are inactive
  "dismissed", // direct, while the issuing agent is dismissed
] as const;
type Situation = (typeof SITUATIONS)[number];

const FORWARDED: readonly Situation[] = ["forwarded", "unrelayed"];

/* THE WORLD */

async function world() {
  const suite = await deployContracts(ethers);
  const { events, agents, rights, verifier, roles, domains } = suite;
  const signers = await ethers.getSigners();
  const other = { organizer: signers[10], agent: signers[11], gate: signers[12], formerGate: signers[13] };
  if (!other.organizer || !other.agent || !other.gate || !other.formerGate) {
    throw new Error("the chain has too few accounts");
  }
  const holder = holderKey("secp256k1", "holder");
  const newHolder = holderKey("p256", "new holder");
  // STOP: accepts every call.
  const saleHook = ethers.getAddress("0x5a1e000000000000000000000000000000000000");
  await networkHelpers.setCode(saleHook, "0x00");

  const organizerId = await registerTeam(events, roles.organizer, roles.organizerMember);
  const otherOrganizerId = await registerTeam(events, other.organizer);
  const parentId = await registerTeam(agents, roles.subAgent);
  const agentId = await registerTeam(agents, roles.agent, roles.agentMember);
  const otherAgentId = await registerTeam(agents, other.agent);
  const newAgentId = await registerTeam(agents, other.agent);
  const dismissedAgentId = await registerTeam(agents, other.agent);

  const start = await now(suite);
  const identified = { identityVerifier: await verifier.getAddress(), maxPerPerson: 3 };
  const named = classTerms({ name: "staff", supply: 10, reserved: true, named: true });
  const asOrganizer = events.connect(roles.organizer);

  const { eventId: selling } = await publishEvent(suite, organizerId, { policy: identified }, [
    classTerms(),
    classTerms({ saleHook }),
    classTerms({ saleHook, seated: true, supply: 100 }),
    named,
  ]);
  // Three classes with a draw: not opened, drawn, sealed.
  const drawn = classTerms({ supply: 1, named: true, saleHook: await suite.ballot.getAddress() });
  const { eventId: drawing } = await publishEvent(suite, organizerId, { policy: identified }, [drawn, drawn, drawn]);
  const draw = await openDraws(suite, drawing, start);
  const { eventId: late } = await publishEvent(
    suite,
    organizerId,
    { policy: identified, schedule: { returnUntil: start + HOUR, nameBy: start + HOUR } },
    [classTerms(), named],
  );
  const asOther = events.connect(other.organizer);
  const asFormer = { ...roles, organizer: other.organizer };
  const { eventId: open } = await publishEvent({ ...suite, roles: asFormer }, otherOrganizerId, {
    schedule: {
      salesCloseAt: start + HOUR,
      doorsOpenAt: start + HOUR,
      doorsCloseAt: start + DAY,
      returnUntil: start,
      rebindUntil: start,
      nameBy: start,
    },
  });
  await asOther.setGate(open, other.formerGate, GATE.desk, 10);
  await asOther.offerHandOver(open, organizerId);
  await asOrganizer.acceptHandOver(open, organizerId, await events.termsHashOf(open));
  const { eventId: upcoming } = await publishEvent(suite, organizerId, {
    schedule: { salesOpenAt: start + 10 * DAY },
  });
  const { eventId: paused } = await publishEvent(suite, organizerId);
  await asOrganizer.pauseSales(paused);
  const { eventId: offered } = await publishEvent(suite, organizerId);
  await asOrganizer.offerHandOver(offered, otherOrganizerId);
  await asOther.registerEvent(otherOrganizerId, eventTerms(start), [classTerms()]);
  await asOther.setGate(await events.eventCount(), other.gate, GATE.scanner, 0);

  const places = [
    [selling, 1],
    [selling, 2],
    [selling, 3],
    [selling, 4],
    [late, 1],
    [late, 2],
    [open, 1],
    [drawing, 2],
  ] as const;
  for (const [eventId, classId] of places) {
    await asOrganizer.designateAgent(eventId, classId, parentId, 10);
    await asOrganizer.designateAgent(eventId, classId, otherAgentId, 10);
    await events.connect(roles.subAgent).delegate(eventId, classId, parentId, agentId, 10);
  }
  await asOrganizer.designateAgent(selling, 1, dismissedAgentId, 10);
  await asOrganizer.dismissAgent(selling, 1, dismissedAgentId);
  await asOrganizer.setGate(open, roles.gate, GATE.scanner, 0);
  await asOrganizer.setGate(open, roles.desk, GATE.desk, 10);
  await verifier.connect(roles.organizer).setAttester(selling, roles.attester, true);

  const { chainId } = await ethers.provider.getNetwork();
  const tag = toBeHex(1, 32);
  const evidence = async (address: string, rightId: bigint, scopeEvent = selling, personTag = tag) =>
    attest(domains.identity, roles.attester, {
      scope: scopeOf(chainId, await rights.getAddress(), scopeEvent),
      personTag,
      holder: address,
      agentId,
      rightId,
      issuedAt: await now(suite),
      expiresAt: start + 30 * DAY,
    });
  const asAgent = rights.connect(roles.agent);
  const records = packRecords([{ holder: holder.address }]);
  const grant = async (eventId: bigint, classId: number, proofs: string[] = [], packed = records) => {
    const batch = await rights.batchesOf(eventId);
    await asAgent.grant(eventId, classId, agentId, packed, proofs, "0x", 1);
    return packRightId(eventId, batch, 0);
  };
  const untagged = await grant(selling, 1);
  const tagged = await grant(selling, 1, [await evidence(holder.address, 0n)]);
  const nameless = await grant(selling, 4);
  const freed = await grant(selling, 2);
  const freedSeat = await grant(selling, 3, [], packRecords([{ holder: holder.address, seat: 7 }]));
  await asAgent.revoke([freed, freedSeat], ZeroHash);
  const lateRight = await grant(late, 1);
  const lateNameless = await grant(late, 2);
  const entered = await grant(open, 1);
  await networkHelpers.time.increaseTo(draw.drawnAt);
  const winner = await settleDraw(suite, drawing);
  await grant(drawing, 2, [await evidence(holder.address, 0n, drawing, concat([winner, toBeHex(0, 16)]))]);
  await asAgent.revoke([packRightId(drawing, 0, 0)], ZeroHash);
  // From now on anyone may hold the wave.
  await verifier.connect(roles.organizer).setAttester(drawing, roles.gate, false);

  const until = start + DAY;
  const consent = signRebind(domains.statements, holder, {
    rightId: untagged,
    newHolder: newHolder.address,
    expiresAt: until,
  });
  const accounts: Record<Role, string> = {
    organizerAdmin: roles.organizer.address,
    organizerMember: roles.organizerMember.address,
    otherOrganizerAdmin: other.organizer.address,
    agentAdmin: roles.agent.address,
    agentMember: roles.agentMember.address,
    parentAgentAdmin: roles.subAgent.address,
    otherAgentAdmin: other.agent.address,
    scanner: roles.gate.address,
    desk: roles.desk.address,
    otherEventGate: other.gate.address,
    formerGate: other.formerGate.address,
    attester: roles.attester.address,
    saleHook,
    holder: holder.address,
    relay: roles.relay.address,
    stranger: roles.stranger.address,
    forwarder: await suite.forwarder.getAddress(),
  };
  return {
    ...suite,
    accounts,
    organizerId,
    otherOrganizerId,
    parentId,
    agentId,
    otherAgentId,
    newAgentId,
    dismissedAgentId,
    admins: { organizers: [roles.organizer, other.organizer], agents: [roles.subAgent, roles.agent, other.agent] },
    events_: { selling, late, open, paused, offered, upcoming, drawing },
    draw: { ...draw, winner },
    rights_: { untagged, tagged, nameless, lateRight, lateNameless, entered },
    places,
    records,
    terms: eventTerms(await now(suite)),
    extendedUntil: start + 2 * DAY,
    lateReturnUntil: BigInt(start + HOUR),
    termsHash: await events.termsHashOf(offered),
    newHolder: newHolder.address,
    consent,
    evidenceToRebind: await evidence(newHolder.address, tagged),
    evidenceToName: await evidence(holder.address, nameless),
    wish: signReturn(domains.statements, holder, { rightId: untagged, expiresAt: until }),
    scannedAt: start + HOUR,
  };
}
/** Opens the draws of the second and the third class, with the entrants of keys 1 and 2. */
async function openDraws({ ballot, verifier, roles }: Suite, eventId: bigint, start: number) {
  const asOrganizer = ballot.connect(roles.organizer);
  for (const attester of [roles.attester, roles.gate]) {
    await verifier.connect(roles.organizer).setAttester(eventId, attester, true);
  }
  const listUntil = start + 10 * 60;
  const terms = {
    listUntil,
    sealAt: listUntil + HOUR,
    keepUntil: start + 10 * DAY,
    firstWindow: DAY,
    laterWindow: HOUR,
    byHolder: false,
    thenOpen: false,
    attester: roles.gate.address,
  };
  const rows = concat([toBeHex(1, 16), toBeHex(1, 4), toBeHex(2, 16), toBeHex(1, 4)]);
  for (const classId of [2, 3]) {
    await asOrganizer.open(eventId, classId, terms);
    await asOrganizer.list(eventId, classId, rows);
  }
  const later = {
    ...terms,
    listUntil: start + 5 * DAY,
    sealAt: start + 6 * DAY,
    attester: roles.attester.address,
  };
  return { terms: later, rows, sealAt: terms.sealAt, listUntil, drawnAt: terms.sealAt + HOUR + 3 };
}

/** Draws the second class, and returns the key that won. */
async function settleDraw({ ballot, beacon, roles }: Suite, eventId: bigint): Promise<string> {
  const { round } = await ballot.drawOf(eventId, 2);
  await beacon.connect(roles.stranger).prove(round, signedRound(round).signature);
  await ballot.connect(roles.stranger).settle(eventId, 2);
  const { isOffered } = await ballot.placeOf(eventId, 2, 1);
  return toBeHex(isOffered ? 1 : 2, 16);
}

type World = Awaited<ReturnType<typeof world>>;

async function bringAbout(situation: Situation, w: World): Promise<void> {
  const { events, agents, admins } = w;
  const teams = [
    ...admins.organizers.map((admin, i) => ({ registry: events, admin, teamId: i + 1 })),
    ...admins.agents.map((admin, i) => ({ registry: agents as unknown as typeof events, admin, teamId: i + 1 })),
  ];
  for (const { registry, admin, teamId } of teams) {
    if (situation === "unrelayed") await registry.connect(admin).setRelayed(teamId, false);
    if (situation === "inactive") await registry.connect(admin).setActive(teamId, false);
  }
  if (situation !== "dismissed") return;
  const asOrganizer = events.connect(w.roles.organizer);
  for (const [eventId, classId] of w.places) await asOrganizer.dismissAgent(eventId, classId, w.agentId);
}

/* RULES */

type Cell = { readonly situation: Situation; readonly role: Role; readonly account: string; readonly w: World };
/** The result of a call: success, an answer, or an error with its arguments. */
type Verdict = "goes through" | { readonly answers: unknown } | { readonly reverts: string; readonly with: unknown[] };
type Rule = (cell: Cell) => Verdict;

const GOES_THROUGH = "goes through";
const answers = (value: unknown): Verdict => ({ answers: value });
const reverts = (name: string, ...args: unknown[]): Verdict => ({ reverts: name, with: args });

const ANYBODY: Rule = () => GOES_THROUGH;

/** Roles that act in a team's name: not through a refused forwarder, not for an inactive team. */
function acting(team: (w: World) => bigint, error: "TeamAdminOnly" | "TeamMemberOnly", ...who: Role[]): Rule {
  return ({ situation, role, account, w }) => {
    if (situation === "unrelayed") return reverts("TeamDirectOnly", team(w));
    if (!who.includes(role)) return reverts(error, team(w), account);
    return situation === "inactive" ? reverts("TeamInactive", team(w)) : GOES_THROUGH;
  };
}

const organizer = (w: World): bigint => w.organizerId;
const agent = (w: World): bigint => w.agentId;

const ORGANIZER_ADMINS = acting(organizer, "TeamAdminOnly", "organizerAdmin");
const ORGANIZER_MEMBERS = acting(organizer, "TeamMemberOnly", "organizerAdmin", "organizerMember");
const RECEIVING_ADMINS = acting((w) => w.otherOrganizerId, "TeamAdminOnly", "otherOrganizerAdmin");
const AGENT_ADMINS = acting(agent, "TeamAdminOnly", "agentAdmin");
const AGENT_MEMBERS = acting(agent, "TeamMemberOnly", "agentAdmin", "agentMember");

/** Admins manage their team even while it is inactive. */
function ruling(rule: Rule): Rule {
  return (cell) => rule(cell.situation === "inactive" ? { ...cell, situation: "direct" } : cell);
}

/** A call that must never come through the forwarder. */
function directly(rule: Rule): Rule {
  return (cell) => rule(cell.situation === "forwarded" ? { ...cell, situation: "unrelayed" } : cell);
}

/** A member of an agent that is designated, up to the organizer, for the class `[event, class]`. */
function standing(rule: Rule, when: "asked first" | "asked last"): Rule {
  return (cell) => {
    const verdict = rule(cell);
    if (cell.situation !== "dismissed" || (when === "asked last" && verdict !== GOES_THROUGH)) return verdict;
    return reverts("AgentNotDesignated", cell.w.events_.selling, 1n, cell.w.agentId);
  };
}

/** In the order of the contract's enum. */
const AUTHORITIES = ["none", "organizer member", "agent", "organizer admin"] as const;
type Authority = (typeof AUTHORITIES)[number];

function authority({ situation, role }: Cell): Authority {
  if (situation === "unrelayed" || situation === "inactive") return "none";
  if (role === "organizerAdmin") return "organizer admin";
  if (role === "organizerMember") return "organizer member";
  return (role === "agentAdmin" || role === "agentMember") && situation !== "dismissed" ? "agent" : "none";
}

/** The issuing agent while it stands, and the organizer. `stops` says what stops one of them despite its authority. */
function overRight(right: (w: World) => bigint, stops: Partial<Record<Authority, (w: World) => Verdict>> = {}): Rule {
  return (cell) => {
    const who = authority(cell);
    if (who === "none") return reverts("RightAuthorityMissing", right(cell.w), cell.account);
    return stops[who]?.(cell.w) ?? GOES_THROUGH;
  };
}

/** The issuing agent while it stands, and admins of the organizer. */
function overRightAlone(right: (w: World) => bigint, agentFrom?: (w: World) => Verdict): Rule {
  const missing = (w: World) => reverts("RightAuthorityMissing", right(w), w.accounts.organizerMember);
  return overRight(right, { "organizer member": missing, ...(agentFrom && { agent: agentFrom }) });
}

/** Not through a forwarder that the organizer refuses. */
const byRoute: Rule = ({ situation, w }) =>
  situation === "unrelayed" ? reverts("TeamDirectOnly", w.organizerId) : GOES_THROUGH;

function reopeners(classId: bigint): Rule {
  return (cell) => {
    if (cell.role === "saleHook") return byRoute(cell);
    if (authority(cell).startsWith("organizer")) return GOES_THROUGH;
    return reverts("ReopenerOnly", cell.w.events_.selling, classId, cell.account);
  };
}

/** Gates admit in any state of the organizer's team, but not through a forwarder that it refuses. */
const GATES: Rule = ({ situation, role, account, w }) => {
  if (situation === "unrelayed") return reverts("TeamDirectOnly", w.organizerId);
  if (role === "scanner" || role === "desk") return GOES_THROUGH;
  return reverts("GateOnly", w.events_.open, account, false);
};

const DESKS: Rule = (cell) => {
  const verdict = GATES(cell);
  if (verdict !== GOES_THROUGH || cell.role === "desk") return verdict;
  return reverts("GateOnly", cell.w.events_.open, cell.account, true);
};

/** Like the rule, but as an answer instead of an error. */
function asBoolean(rule: Rule): Rule {
  return (cell) => answers(rule(cell) === GOES_THROUGH);
}

/* THE TABLE */

type Contract = "agents" | "events" | "rights" | "verifier" | "ballot" | "beacon" | "forwarder";
type Asked = { readonly account: string; readonly forwarded: boolean };
type Args = (w: World, asked: Asked) => unknown[];
/** Contract, function, what is special about the call, its arguments and its rule. */
type Row = readonly [Contract, string, string, Args, Rule];

const account = toBeHex(0xacc, 20);

// biome-ignore format: a table
const TABLE: readonly Row[] = [
  // Teams
  ["events", "register",        "", () => ["name", "uri"],                                      ANYBODY],
  ["events", "setRole",         "", (w) => [w.organizerId, account, 1],                         ruling(ORGANIZER_ADMINS)],
  ["events", "setProfile",      "", (w) => [w.organizerId, "name", "uri"],                      ruling(ORGANIZER_ADMINS)],
  ["events", "setActive",       "", (w) => [w.organizerId, true],                               ruling(ORGANIZER_ADMINS)],
  ["events", "setRelayed",      "", (w) => [w.organizerId, true],                               directly(ruling(ORGANIZER_ADMINS))],
  ["agents", "register",        "", () => ["name", "uri"],                                      ANYBODY],
  ["agents", "setRole",         "", (w) => [w.agentId, account, 1],                             ruling(AGENT_ADMINS)],
  ["agents", "setProfile",      "", (w) => [w.agentId, "name", "uri"],                          ruling(AGENT_ADMINS)],
  ["agents", "setActive",       "", (w) => [w.agentId, true],                                   ruling(AGENT_ADMINS)],
  ["agents", "setRelayed",      "", (w) => [w.agentId, true],                                   directly(ruling(AGENT_ADMINS))],
  // Events
  ["events", "registerEvent",   "", (w) => [w.organizerId, w.terms, [classTerms()]],            ORGANIZER_ADMINS],
  ["events", "reschedule",      "", (w) => [w.events_.selling, ...later(w)],                    ORGANIZER_ADMINS],
  ["events", "extendDoors",     "", (w) => [w.events_.open, w.extendedUntil],                   ORGANIZER_ADMINS],
  ["events", "cancel",          "", (w) => [w.events_.selling],                                 ORGANIZER_ADMINS],
  ["events", "pauseSales",      "", (w) => [w.events_.selling],                                 ORGANIZER_MEMBERS],
  ["events", "resumeSales",     "", (w) => [w.events_.paused],                                  ORGANIZER_MEMBERS],
  ["events", "raiseSupply",     "", (w) => [w.events_.selling, 1, 200_000],                     ORGANIZER_ADMINS],
  ["events", "openReserved",    "", (w) => [w.events_.selling, 4],                              ORGANIZER_ADMINS],
  ["events", "setSaleHook",     "", (w) => [w.events_.upcoming, 1, w.accounts.saleHook],        ORGANIZER_ADMINS],
  ["events", "offerHandOver",   "", (w) => [w.events_.paused, w.otherOrganizerId],              ORGANIZER_ADMINS],
  ["events", "offerHandOver",   "withdrawn", (w) => [w.events_.offered, 0],                     ORGANIZER_ADMINS],
  ["events", "acceptHandOver",  "", (w) => [w.events_.offered, w.otherOrganizerId, w.termsHash], RECEIVING_ADMINS],
  ["events", "designateAgent",  "a new agent", (w) => [w.events_.selling, 1, w.newAgentId, 5],  ORGANIZER_ADMINS],
  ["events", "designateAgent",  "a dismissed agent", (w) => [w.events_.selling, 1, w.dismissedAgentId, 5], ORGANIZER_ADMINS],
  ["events", "designateAgent",  "from under another agent", (w) => [w.events_.selling, 1, w.agentId, 5], ORGANIZER_ADMINS],
  ["events", "designateAgent",  "a higher quota", (w) => [w.events_.selling, 1, w.otherAgentId, 11], ORGANIZER_ADMINS],
  ["events", "designateAgent",  "the same quota", (w) => [w.events_.selling, 1, w.otherAgentId, 10], ORGANIZER_MEMBERS],
  ["events", "designateAgent",  "a lower quota", (w) => [w.events_.selling, 1, w.otherAgentId, 0], ORGANIZER_MEMBERS],
  ["events", "dismissAgent",    "", (w) => [w.events_.selling, 1, w.otherAgentId],              ORGANIZER_MEMBERS],
  ["events", "delegate",        "", (w) => [w.events_.selling, 1, w.agentId, w.newAgentId, 5], standing(AGENT_ADMINS, "asked last")],
  ["events", "setGate",         "a scanner", (w) => [w.events_.open, account, GATE.scanner, 0], ORGANIZER_MEMBERS],
  ["events", "setGate",         "a new desk", (w) => [w.events_.open, account, GATE.desk, 5],   ORGANIZER_ADMINS],
  ["events", "setGate",         "a desk, stopped", (w) => [w.events_.open, w.accounts.desk, GATE.none, 0], ORGANIZER_ADMINS],
  ["verifier", "setAttester",   "", (w) => [w.events_.selling, account, true],                  ORGANIZER_ADMINS],
  // Rights
  ["rights", "grant",           "", (w) => [w.events_.selling, 1, w.agentId, w.records, [], "0x", 1], standing(AGENT_MEMBERS, "asked first")],
  ["rights", "returnRights",    "", (w) => [[w.wish]],                                          ANYBODY],
  ["rights", "revoke",          "", (w) => [[w.rights_.untagged], ZeroHash],                    overRightAlone((w) => w.rights_.untagged)],
  ["rights", "revoke",          "after returnUntil", (w) => [[w.rights_.lateRight], ZeroHash],  overRightAlone((w) => w.rights_.lateRight, closed)],
  ["rights", "revoke",          "nameless after nameBy", (w) => [[w.rights_.lateNameless], ZeroHash], ANYBODY],
  ["rights", "revoke",          "nameless before nameBy", (w) => [[w.rights_.nameless], ZeroHash], overRightAlone((w) => w.rights_.nameless)],
  ["rights", "reopen",          "", (w) => [w.events_.selling, 2, 1],                           reopeners(2n)],
  ["rights", "reopenSeats",     "", (w) => [w.events_.selling, 3, [7]],                         reopeners(3n)],
  ["rights", "rebind",          "consented", (w) => [w.rights_.untagged, w.newHolder, w.consent], overRight((w) => w.rights_.untagged)],
  ["rights", "rebind",          "not consented", (w) => [w.rights_.untagged, w.newHolder, "0x"], overRight((w) => w.rights_.untagged, { agent: unconsented, "organizer member": unconsented })],
  ["rights", "rebind",          "tagged", (w) => [w.rights_.tagged, w.newHolder, w.evidenceToRebind], overRight((w) => w.rights_.tagged)],
  ["rights", "nameRight",       "", (w) => [w.rights_.nameless, w.accounts.holder, w.evidenceToName], overRight((w) => w.rights_.nameless)],
  ["rights", "admit",           "", (w) => [w.events_.open, [], "0x"],                          GATES],
  ["rights", "admitByHand",     "", (w) => [w.events_.open, [w.rights_.entered], w.scannedAt, ZeroHash], DESKS],
  // Draws
  ["ballot", "open",            "", (w) => [w.events_.drawing, 1, w.draw.terms],                ORGANIZER_ADMINS],
  ["ballot", "list",            "after its time", (w) => [w.events_.drawing, 2, w.draw.rows],   unless(ORGANIZER_ADMINS, listClosed)],
  ["ballot", "restore",         "", (w) => [w.events_.drawing, 2, w.draw.winner],               ORGANIZER_ADMINS],
  ["ballot", "appeal",          "after the seal", (w) => [w.events_.drawing, 2, w.agentId, w.accounts.holder, "0x"], appealsClosed],
  ["ballot", "settle",          "", (w) => [w.events_.drawing, 3],                              ANYBODY],
  ["ballot", "accept",          "", (w) => [w.events_.drawing, 2, []],                          ANYBODY],
  ["ballot", "hold",            "", (w) => [w.events_.drawing, 2],                              ANYBODY],
  ["ballot", "advance",         "", (w) => [w.events_.drawing, 2, []],                          ANYBODY],
  ["ballot", "changeAttester",  "in the same era", (w) => [w.events_.drawing, 2, account],      ({ w }) => reverts("DrawAttesterInvalid", w.events_.drawing, 2n, ethers.getAddress(account))],
  ["ballot", "beforeGrant",     "", (w) => [w.rights_.untagged, 2, w.agentId, w.records, [], "0x"], registryOnly],
  ["beacon", "prove",           "", () => [7, signedRound(7n).signature],                       ANYBODY],
  // The relay
  ["forwarder", "execute",      "", () => [[]],                                                 ANYBODY],
  // Views that answer about authority; the account is an argument
  ["events", "isMember",        "", (w, { account, forwarded }) => [w.organizerId, account, forwarded], asBoolean(ORGANIZER_MEMBERS)],
  ["events", "checkMember",     "", (w, { account, forwarded }) => [w.organizerId, account, forwarded], ORGANIZER_MEMBERS],
  ["events", "checkAdmin",      "", (w, { account, forwarded }) => [w.organizerId, account, forwarded], ORGANIZER_ADMINS],
  ["agents", "isMember",        "", (w, { account, forwarded }) => [w.agentId, account, forwarded], asBoolean(AGENT_MEMBERS)],
  ["agents", "checkMember",     "", (w, { account, forwarded }) => [w.agentId, account, forwarded], AGENT_MEMBERS],
  ["agents", "checkAdmin",      "", (w, { account, forwarded }) => [w.agentId, account, forwarded], AGENT_ADMINS],
  ["events", "checkEventAdmin", "", (w, { account, forwarded }) => [w.events_.selling, account, forwarded], ORGANIZER_ADMINS],
  ["events", "grantTerms",      "", (w, { account, forwarded }) => [w.events_.selling, 1, w.agentId, account, forwarded], standing(AGENT_MEMBERS, "asked first")],
  ["events", "admitTerms",      "", (w, { account, forwarded }) => [w.events_.open, account, forwarded], GATES],
  ["events", "authorityOver",   "", (w, { account, forwarded }) => [w.events_.selling, 1, w.agentId, account, forwarded], (cell) => answers(BigInt(AUTHORITIES.indexOf(authority(cell))))],
  ["events", "checkReopen",     "", (w, { account, forwarded }) => [w.events_.selling, 2, account, forwarded], reopeners(2n)],
];

/** The caller does not matter. */
const PUBLIC_VIEWS: Readonly<Record<Contract, readonly string[]>> = {
  agents: ["isTrustedForwarder", "roleOf", "teamCount", "teamOf", "trustedForwarder"],
  events: [
    ...["isTrustedForwarder", "roleOf", "teamCount", "teamOf", "trustedForwarder"],
    ...["AGENTS", "chainOf", "changeTerms", "classOf", "designationOf", "eraOf", "eventCount", "eventOf", "gateOf"],
    ...["isCancelled", "termsHashOf"],
  ],
  rights: [
    ...["EVENTS", "eip712Domain", "isTrustedForwarder", "trustedForwarder"],
    ...["batchOf", "batchesOf", "byHandOf", "placesOf", "rightOf", "rightsOfPerson", "seatOf", "usedBy"],
  ],
  verifier: [
    ...["ENTRY_RIGHTS", "EVENTS", "eip712Domain", "isTrustedForwarder", "trustedForwarder"],
    ...["isAttester", "personTag", "scopeOf"],
  ],
  ballot: [
    ...["BEACON", "EVENTS", "RIGHTS", "isTrustedForwarder", "trustedForwarder"],
    ...["drawOf", "keyOf", "opensAt", "placeOf", "rankOf", "storeOf"],
  ],
  beacon: ["GENESIS", "PERIOD", "publicKey", "randomness", "roundAfter"],
  forwarder: ["check", "eip712Domain", "hashOf", "isNonceUsed", "nonceWord"],
};

/** What a call that the rule lets through meets then. */
function unless(rule: Rule, then: Rule): Rule {
  return (cell) => {
    const verdict = rule(cell);
    return verdict === GOES_THROUGH ? then(cell) : verdict;
  };
}

function listClosed({ w }: Cell): Verdict {
  return reverts("ListClosed", w.events_.drawing, 2n, BigInt(w.draw.listUntil));
}

function appealsClosed({ w }: Cell): Verdict {
  return reverts("AppealsClosed", w.events_.drawing, 2n, BigInt(w.draw.listUntil), BigInt(w.draw.sealAt));
}

/** The hook asks who calls it, not who signed. */
function registryOnly({ situation, role, account, w }: Cell): Verdict {
  return reverts(
    "RegistryOnly",
    FORWARDED.includes(situation) || role === "forwarder" ? w.accounts.forwarder : account,
  );
}

function later({ terms }: World): number[] {
  const { doorsOpenAt, doorsCloseAt, salesCloseAt } = terms.schedule;
  return [doorsOpenAt + DAY, doorsCloseAt + DAY, salesCloseAt];
}

function closed(w: World): Verdict {
  return reverts("RightWindowClosed", w.rights_.lateRight, w.lateReturnUntil);
}

function unconsented(w: World): Verdict {
  return reverts("RightConsentInvalid", w.rights_.untagged, w.accounts.holder);
}

/* THE TEST */

const NAMES = {
  agents: "AgentRegistry",
  events: "EventRegistry",
  rights: "EntryRightRegistry",
  verifier: "AttesterIdentityVerifier",
  ballot: "Ballot",
  beacon: "DrandBeacon",
  forwarder: "GasRelayForwarder",
} as const;
const CONTRACTS = Object.keys(NAMES) as Contract[];

describe("authorization", () => {
  const interfaces = {} as Record<Contract, Interface>;
  let allErrors: Interface;

  before(async () => {
    for (const contract of CONTRACTS)
      interfaces[contract] = (await ethers.getContractFactory(NAMES[contract])).interface;
    // An error of one contract may come through another.
    allErrors = new Interface(
      CONTRACTS.flatMap((contract) => interfaces[contract].fragments.filter(({ type }) => type === "error")),
    );
  });

  it("has a row for every function of every contract", () => {
    for (const contract of CONTRACTS) {
      const known = [...PUBLIC_VIEWS[contract], ...TABLE.filter(([of]) => of === contract).map(([, name]) => name)];
      const names = new Set<string>();
      interfaces[contract].forEachFunction(({ name, constant }) => {
        names.add(name);
        expect(known, `${NAMES[contract]}.${name}`).to.include(name);
        if (!constant) expect(PUBLIC_VIEWS[contract], `${NAMES[contract]}.${name} is no view`).not.to.include(name);
      });
      expect([...names].sort()).to.deep.equal([...new Set(known)].sort());
    }
  });

  for (const situation of SITUATIONS) {
    describe(situation, () => {
      let w: World;

      before(async () => {
        w = await networkHelpers.loadFixture(world);
        await bringAbout(situation, w);
      });

      for (const [contract, name, what, args, rule] of TABLE) {
        it(`${NAMES[contract]}.${name}${what && ` (${what})`}`, async () => {
          for (const role of ROLES) {
            const forwarded = FORWARDED.includes(situation);
            // The forwarder has no key to sign with, so it only ever calls as itself.
            if (role === "forwarder" && !forwarded) continue;
            const asked = { account: w.accounts[role], forwarded };
            const data = interfaces[contract].encodeFunctionData(name, args(w, asked));
            const isView = interfaces[contract].getFunction(name)?.constant === true;
            // The address at the end of the call data.
            const spoofed = role === "forwarder" && !isView;
            const account = spoofed ? ethers.getAddress(dataSlice(data, -20)) : asked.account;
            const call = {
              from: forwarded && !isView ? w.accounts.forwarder : asked.account,
              to: await (w[contract] as unknown as BaseContract).getAddress(),
              data: forwarded && !isView && !spoofed ? concat([data, account]) : data,
            };
            const verdict = await simulate(call, interfaces[contract], name);
            expect(verdict, `as ${role}`).to.deep.equal(rule({ situation, role, account, w }));
          }
        });
      }
    });
  }

  async function simulate(
    call: { from: string; to: string; data: string },
    abi: Interface,
    name: string,
  ): Promise<Verdict> {
    try {
      const result = await ethers.provider.send("eth_call", [{ ...call, gas: toHex(10_000_000) }, "latest"]);
      const [first] = abi.decodeFunctionResult(name, result);
      return name === "isMember" || name === "authorityOver" ? answers(first) : GOES_THROUGH;
    } catch (error) {
      const parsed = parseError(error);
      return reverts(parsed.name, ...parsed.args);
    }
  }

  function parseError(error: unknown): ErrorDescription {
    const { data } = error as { data?: unknown };
    const bytes = typeof data === "string" ? data : (data as { data?: string } | undefined)?.data;
    const parsed = bytes === undefined ? null : allErrors.parseError(bytes);
    if (parsed === null) throw error;
    return parsed;
  }
});

function toHex(n: number): string {
  return `0x${n.toString(16)}`;
}
