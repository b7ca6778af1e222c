/** A walk by chance through all that anybody can do: half of it through the forwarder, some of it wrong on purpose. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { TransactionReceipt } from "ethers";
import { type BaseContract, hexlify, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { randomBySeed } from "../../scripts/demo/random.ts";
import { type ContractName, interfaces } from "../../sdk/src/abi/contracts.ts";
import { applyLog } from "../../sdk/src/eventIndex/applyLog.ts";
import type { IndexLog } from "../../sdk/src/eventIndex/IndexLog.ts";
import {
  emptyIndex,
  type IndexedClass,
  type IndexedEvent,
  type IndexState,
} from "../../sdk/src/eventIndex/IndexState.ts";
import { classIn, eventIn, holderIn, type Place } from "../../sdk/src/eventIndex/lookUp.ts";
import type { Hex } from "../../sdk/src/values/Hex.ts";
import { type HolderKey, holderKey, KEY_KINDS } from "./keys.ts";
import {
  attest,
  packEntry,
  packRecords,
  packRightId,
  packSignatures,
  scopeOf as scopeHashOf,
  signEntry,
  signRebind,
  signRequest,
  signReturn,
} from "./statements.ts";
import { classTerms, DAY, eventTerms, GATE, HOUR, now, type Suite } from "./suite.ts";

export const PERSONS: readonly string[] = [1, 2, 3, 4, 5].map((person) => toBeHex(person, 32));
const ORGANIZERS = 2;
const AGENTS = 5;
const MAX_EVENTS = 10;
const CALL_GAS = 8_000_000n;

export type Walker = {
  readonly suite: Suite;
  /** Told by the logs so far. */
  readonly state: IndexState;
  /** 0 to n - 1. */
  readonly roll: (n: number) => number;
  readonly holders: ReadonlyMap<string, HolderKey>;
  /** Of organizer i: admin, scanner and desk; of agent i: admin. */
  readonly organizers: readonly {
    admin: HardhatEthersSigner;
    scanner: HardhatEthersSigner;
    desk: HardhatEthersSigner;
  }[];
  readonly agents: readonly HardhatEthersSigner[];
  readonly time: NetworkHelpers["time"];
  /** Of the last block with a log. */
  readonly clock: { now: number };
};

/** What an act was about, and whether anything came of it. */
export type Outcome = { readonly events: readonly number[]; readonly done: boolean };

type Act = (walker: Walker) => Promise<Outcome>;

export async function startWalk(suite: Suite, time: NetworkHelpers["time"], seed: number): Promise<Walker> {
  const random = randomBySeed(seed);
  const signers = await suite.ethers.getSigners();
  const signer = (i: number): HardhatEthersSigner => signers[i] as HardhatEthersSigner;
  const keys = KEY_KINDS.flatMap((kind) => [0, 1].map((i) => holderKey(kind, `walk ${i}`)));
  const walker: Walker = {
    suite,
    state: emptyIndex(),
    roll: (n) => Math.floor(random() * n),
    holders: new Map(keys.map((key) => [key.address.toLowerCase(), key])),
    organizers: [0, 1].map((i) => ({ admin: signer(10 + i), scanner: signer(12 + i), desk: signer(14 + i) })),
    agents: [1, 2, 3, 4, 5].map(signer),
    time,
    clock: { now: 0 },
  };
  for (const { admin } of walker.organizers) {
    await direct(walker, admin, suite.events, "register", ["organizer", "https://organizer.example"]);
  }
  for (const admin of walker.agents) {
    await direct(walker, admin, suite.agents, "register", ["agent", "https://agent.example"]);
  }
  for (const organizerId of [1, 2])
    for (const persons of ["none", "own"] as const) await open(walker, organizerId, persons);
  return walker;
}

/** An event with all that is needed to sell it and to open its doors. */
async function open(walker: Walker, organizerId: number, persons: "none" | "own" | "shared"): Promise<boolean> {
  const { events, verifier, roles } = walker.suite;
  const { admin, scanner, desk } = organizer(walker, organizerId);
  const args = await newEvent(walker, organizerId, persons);
  if (!(await send(walker, admin, events, "registerEvent", args))) return false;
  const eventId = walker.state.events.size;
  for (const [i] of eventIn(walker.state, eventId).classes.entries()) {
    await direct(walker, admin, events, "designateAgent", [eventId, i + 1, 1, 500]);
    await direct(walker, admin, events, "designateAgent", [eventId, i + 1, 2, 500]);
    await direct(walker, agent(walker, 1), events, "delegate", [eventId, i + 1, 1, 3, 100]);
  }
  await direct(walker, admin, events, "setGate", [eventId, scanner.address, GATE.scanner, 0]);
  await direct(walker, admin, events, "setGate", [eventId, desk.address, GATE.desk, 10]);
  if (persons === "own") await direct(walker, admin, verifier, "setAttester", [eventId, roles.attester.address, true]);
  return true;
}

/** One act by chance; returns its name with what came of it. */
export async function step(walker: Walker): Promise<Outcome & { name: string }> {
  let spot = walker.roll(ACTS.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [name, weight, act] of ACTS) {
    if (spot < weight) return { name, ...(await act(walker)) };
    spot -= weight;
  }
  throw new Error("no act");
}

/* SEND */

/** Sends a call directly or through the forwarder; whether it changed anything. */
async function send(
  walker: Walker,
  signer: HardhatEthersSigner,
  to: unknown,
  method: string,
  args: readonly unknown[],
): Promise<boolean> {
  if (walker.roll(2) === 0) return direct(walker, signer, to, method, args);
  const contract = to as BaseContract;
  const data = contract.interface.encodeFunctionData(method, args);
  return forward(walker, signer, await contract.getAddress(), data);
}

async function direct(
  walker: Walker,
  signer: HardhatEthersSigner,
  to: unknown,
  method: string,
  args: readonly unknown[],
): Promise<boolean> {
  const contract = to as BaseContract;
  const data = contract.interface.encodeFunctionData(method, args);
  return transact(walker, signer, await contract.getAddress(), data);
}

async function forward(walker: Walker, signer: HardhatEthersSigner, to: string, data: string): Promise<boolean> {
  const { forwarder, roles, domains } = walker.suite;
  const used = walker.state.nonces.get(signer.address)?.size ?? 0;
  const deadline = BigInt(await now(walker.suite)) + 3_600n;
  const request = { to, gas: CALL_GAS, nonce: BigInt(used), deadline, relayer: roles.relay.address, data };
  const signed = await signRequest(domains.forwarder, signer, request);
  const execute = forwarder.interface.encodeFunctionData("execute", [[signed]]);
  return transact(walker, roles.relay, await forwarder.getAddress(), execute);
}

async function transact(walker: Walker, from: HardhatEthersSigner, to: string, data: string): Promise<boolean> {
  let receipt: TransactionReceipt | null;
  try {
    receipt = await (await from.sendTransaction({ to, data, gasLimit: 2n * CALL_GAS })).wait();
  } catch (error) {
    if (!isRevert(error)) throw error;
    return false;
  }
  if (receipt === null) throw new Error("a transaction has no receipt");
  const logs = await readLogs(walker.suite, receipt);
  for (const log of logs) {
    applyLog(walker.state, log);
    walker.clock.now = log.timestamp;
  }
  return logs.some((log) => !TALES.includes(interfaces[log.contract].parseLog(log)?.name ?? ""));
}

function isRevert(error: unknown): boolean {
  return error instanceof Error && error.message.includes("reverted");
}

/** Told, but nothing of the suite changes with them, beyond a nonce. */
const TALES: readonly string[] = [
  "ReturnRefused",
  "RevocationRefused",
  "AdmissionRefused",
  "AlreadyAdmitted",
  "Contested",
  "RequestSkipped",
  "RequestExecuted",
];

/** The suite's contracts by their names. */
export function contractsOf({ forwarder, agents, events, rights, verifier }: Suite) {
  return {
    GasRelayForwarder: forwarder,
    AgentRegistry: agents,
    EventRegistry: events,
    EntryRightRegistry: rights,
    AttesterIdentityVerifier: verifier,
  } as const satisfies Record<ContractName, unknown>;
}

async function readLogs(suite: Suite, { logs, blockNumber }: TransactionReceipt): Promise<IndexLog[]> {
  const named = Object.entries(contractsOf(suite)) as [ContractName, Pick<BaseContract, "getAddress">][];
  const byAddress = new Map<string, ContractName>();
  for (const [name, contract] of named) byAddress.set(await contract.getAddress(), name);
  const block = await suite.ethers.provider.getBlock(blockNumber);
  return logs.map(({ address, topics, data, blockHash, transactionHash, index }) => {
    const contract = byAddress.get(address);
    if (contract === undefined) throw new Error(`a log that nobody knows, of ${address}`);
    const where = { blockNumber, blockHash: blockHash as Hex, transactionHash: transactionHash as Hex, index };
    return { contract, topics, data, timestamp: block?.timestamp ?? 0, ...where };
  });
}

/* CHOOSE */

function oneIn({ roll }: Walker, n: number): boolean {
  return roll(n) === 0;
}

function pick<T>({ roll }: Walker, list: readonly T[]): T {
  const item = list[roll(list.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Mostly one that can still change: not called off, and before its doors open. */
function anyEvent(
  walker: Walker,
  wanted: (event: IndexedEvent) => boolean = ({ cancelled, schedule }) =>
    !cancelled && schedule.doorsOpenAt > walker.clock.now,
): IndexedEvent {
  const all = [...walker.state.events.values()];
  const best = oneIn(walker, 8) ? [] : all.filter(wanted);
  return pick(walker, best.length === 0 ? all : best);
}

function anyClass(walker: Walker, event: IndexedEvent): { classId: number; of: IndexedClass } {
  const of = pick(walker, event.classes);
  return { classId: event.classes.indexOf(of) + 1, of };
}

type Found = Place & { readonly rightId: bigint };

const isLive = ({ batch, index }: Place): boolean => (batch.statuses[index] ?? 3) < 2;
const isTagged = ({ batch, index }: Place): boolean => batch.tagged || batch.moves.get(index)?.named === true;
const rebindsOf = ({ batch, index }: Place): number => batch.moves.get(index)?.rebinds ?? 0;

/** A right of any of the events; mostly one that `wanted` wants. */
function anyRight(walker: Walker, wanted: (found: Found) => boolean = isLive): Found | undefined {
  const all = [...walker.state.events.values()].flatMap((event) =>
    event.batches.flatMap((batch, number) =>
      Array.from({ length: batch.count }, (_, index) => {
        return { event, batch, index, rightId: packRightId(event.id, number, index) };
      }),
    ),
  );
  const best = oneIn(walker, 8) ? all : all.filter(wanted);
  return best.length === 0 ? undefined : pick(walker, best);
}

function organizer({ organizers }: Walker, organizerId: number) {
  const found = organizers[organizerId - 1];
  if (found === undefined) throw new Error(`no organizer ${organizerId}`);
  return found;
}

function agent({ agents }: Walker, agentId: number): HardhatEthersSigner {
  const found = agents[agentId - 1];
  if (found === undefined) throw new Error(`no agent ${agentId}`);
  return found;
}

function asOrganizer(walker: Walker, event: IndexedEvent): HardhatEthersSigner {
  return oneIn(walker, 12) ? walker.suite.roles.stranger : organizer(walker, event.organizerId).admin;
}

/** The organizer or the issuing agent. */
function ruler(walker: Walker, { event, batch }: Found): HardhatEthersSigner {
  return oneIn(walker, 2) ? asOrganizer(walker, event) : agent(walker, batch.agentId);
}

function keyOf(walker: Walker, holder: string): HolderKey {
  if (oneIn(walker, 10)) return pick(walker, [...walker.holders.values()]);
  const key = walker.holders.get(holder);
  if (key === undefined) throw new Error(`nobody has the key of ${holder}`);
  return key;
}

function anyHolder(walker: Walker): string {
  return pick(walker, [...walker.holders.keys()]);
}

const NOTHING: Outcome = { events: [], done: false };

/* EVENTS */

async function newEvent(walker: Walker, organizerId: number, persons: "none" | "own" | "shared") {
  const { roll, suite, state } = walker;
  const time = await now(suite);
  const doorsOpenAt = time + DAY + roll(3 * DAY);
  const shared = [...state.events.values()].find(
    (event) =>
      event.organizerId === organizerId &&
      event.policy.scope === event.id &&
      event.policy.identityVerifier !== ZeroAddress,
  );
  const identified = persons !== "none";
  const terms = eventTerms(time, {
    schedule: {
      salesCloseAt: doorsOpenAt + HOUR,
      doorsOpenAt,
      doorsCloseAt: doorsOpenAt + 6 * HOUR,
      returnUntil: doorsOpenAt - roll(DAY),
      rebindUntil: doorsOpenAt - roll(DAY),
      nameBy: doorsOpenAt - roll(DAY),
    },
    policy: {
      identityVerifier: identified ? await suite.verifier.getAddress() : ZeroAddress,
      scope: persons === "shared" ? (shared?.id ?? 0) : 0,
      maxPerPerson: !identified ? 0 : persons === "shared" ? (shared?.policy.maxPerPerson ?? 1) : 1 + roll(3),
      minPublicBps: 4_000,
    },
  });
  const classes = Array.from({ length: oneIn(walker, 2) ? 9 : 4 }, (_, i) =>
    classTerms({
      name: `class ${i + 1}`,
      supply: i === 0 ? 300 : 4 + roll(20),
      seated: i % 2 === 1,
      reserved: i === 2 || i === 3,
      named: identified && (i === 2 || i === 3 || i === 1),
    }),
  );
  return [organizerId, terms, classes] as const;
}

const publish: Act = async (walker) => {
  const count = walker.state.events.size;
  if (count >= MAX_EVENTS) return NOTHING;
  const organizerId = 1 + walker.roll(ORGANIZERS);
  const done = await open(walker, organizerId, pick(walker, ["none", "own", "shared"] as const));
  if (!done) return NOTHING;
  return { events: [count + 1, eventIn(walker.state, count + 1).policy.scope], done };
};

/** An act of an organizer on one of its events, or of somebody who is not it. */
function ofOrganizer(
  method: string,
  args: (walker: Walker, event: IndexedEvent) => Promise<unknown[]> | unknown[],
  wanted?: (event: IndexedEvent) => boolean,
): Act {
  return async (walker) => {
    const event = anyEvent(walker, wanted);
    const all = [event.id, ...(await args(walker, event))];
    return {
      events: [event.id],
      done: await send(walker, asOrganizer(walker, event), walker.suite.events, method, all),
    };
  };
}

const reschedule = ofOrganizer("reschedule", async (walker) => {
  const doorsOpenAt = (await now(walker.suite)) + walker.roll(3 * DAY);
  return [doorsOpenAt, doorsOpenAt + 6 * HOUR, doorsOpenAt];
});

const raiseSupply = ofOrganizer("raiseSupply", (walker, event) => {
  const { classId, of } = anyClass(walker, event);
  return [classId, of.supply + walker.roll(4)];
});

const designate = ofOrganizer("designateAgent", (walker, event) => {
  return [anyClass(walker, event).classId, 1 + walker.roll(AGENTS), walker.roll(300)];
});

const dismiss = ofOrganizer("dismissAgent", (walker, event) => {
  return [anyClass(walker, event).classId, 1 + walker.roll(AGENTS)];
});

const setGate = ofOrganizer("setGate", (walker, event) => {
  const { scanner, desk } = organizer(walker, event.organizerId);
  if (oneIn(walker, 2)) return [scanner.address, oneIn(walker, 4) ? GATE.none : GATE.scanner, 0];
  return [desk.address, GATE.desk, walker.roll(12)];
});

const delegate: Act = async (walker) => {
  const event = anyEvent(walker);
  const { classId, of } = anyClass(walker, event);
  const placed = [...of.allotments].filter(([, { standing }]) => standing === "designated").map(([id]) => id);
  const from = placed.length === 0 ? 1 : pick(walker, placed);
  const args = [event.id, classId, from, 1 + walker.roll(AGENTS), walker.roll(200)];
  return { events: [event.id], done: await send(walker, agent(walker, from), walker.suite.events, "delegate", args) };
};

const handOver: Act = async (walker) => {
  const event = anyEvent(walker);
  const { events } = walker.suite;
  const { admin } = organizer(walker, event.organizerId);
  const to = 3 - event.organizerId;
  await send(walker, admin, events, "offerHandOver", [event.id, to]);
  if (oneIn(walker, 4)) await send(walker, admin, events, "offerHandOver", [event.id, 0]);
  const args = [event.id, to, event.offer?.termsHash ?? ZeroHash];
  return { events: [event.id], done: await send(walker, organizer(walker, to).admin, events, "acceptHandOver", args) };
};

const setAttester: Act = async (walker) => {
  const event = anyEvent(walker);
  const args = [event.id, walker.suite.roles.attester.address, !oneIn(walker, 4)];
  const done = await send(walker, asOrganizer(walker, event), walker.suite.verifier, "setAttester", args);
  return { events: [event.id], done };
};

/* RIGHTS */

const grant: Act = async (walker) => {
  const { roll, suite } = walker;
  const event = anyEvent(walker);
  const identified = event.policy.identityVerifier !== ZeroAddress;
  // Rights that wait for a name.
  const nameless = identified && oneIn(walker, 3);
  const classId = nameless ? 3 + roll(2) : anyClass(walker, event).classId;
  const of = classIn(event, classId);
  const agentId = 1 + roll(3);
  const tagged = identified && !nameless && ((of.named && !of.reserved) || oneIn(walker, 2));
  const size = pick(walker, [1, 1, 2, 3, 4, 5, of.supply > 200 ? 130 : 6, of.supply > 200 ? 17 : 2]);
  const party = oneIn(walker, 2) ? anyHolder(walker) : undefined;
  const first = roll(of.supply);
  const grantees = Array.from({ length: size }, (_, i) => ({
    holder: party ?? anyHolder(walker),
    ...(of.seated ? { seat: (oneIn(walker, 6) ? roll(of.supply) : first + i) % of.supply } : {}),
  }));
  const evidence = tagged
    ? await Promise.all(grantees.map(({ holder }) => evidenceFor(walker, event, agentId, 0n, holder)))
    : [];
  const args = [event.id, classId, agentId, packRecords(grantees), evidence, oneIn(walker, 4) ? roll(size + 1) : 0];
  return { events: [event.id], done: await send(walker, agent(walker, agentId), suite.rights, "grant", args) };
};

async function evidenceFor(
  walker: Walker,
  event: IndexedEvent,
  agentId: number,
  rightId: bigint,
  holder: string,
  personTag = pick(walker, PERSONS),
): Promise<string> {
  const { suite } = walker;
  if (oneIn(walker, 10)) return "0x1234";
  const { chainId } = await suite.ethers.provider.getNetwork();
  const issuedAt = await now(suite);
  const scope = scopeHashOf(chainId, await suite.rights.getAddress(), event.policy.scope);
  const attestation = { scope, personTag, holder, agentId, rightId, issuedAt, expiresAt: issuedAt + DAY };
  return attest(suite.domains.identity, suite.roles.attester, attestation);
}

const giveBack: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const { suite, roll } = walker;
  const { event, rightId } = found;
  const rebinds = rebindsOf(found) + (oneIn(walker, 10) ? 1 : 0);
  const expiresAt = (await now(suite)) + (oneIn(walker, 10) ? 0 : HOUR);
  const wish = { rightId, count: 1 + roll(4), rebinds, expiresAt };
  const signed = signReturn(suite.domains.statements, keyOf(walker, holderIn(found)), wish);
  return {
    events: [event.id],
    done: await send(walker, suite.roles.stranger, suite.rights, "returnRights", [[signed]]),
  };
};

const revoke: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const ids = Array.from({ length: 1 + walker.roll(3) }, (_, i) => found.rightId + BigInt(i));
  const done = await send(walker, ruler(walker, found), walker.suite.rights, "revoke", [ids, ZeroHash]);
  return { events: [found.event.id], done };
};

const reopen: Act = async (walker) => {
  const freed = [...walker.state.events.values()].flatMap((event) =>
    event.classes.flatMap((of, i) => (of.freed > 0 ? [{ event, of, classId: i + 1 }] : [])),
  );
  if (freed.length === 0) return NOTHING;
  const { event, of, classId } = pick(walker, freed);
  const { rights } = walker.suite;
  const seats = [...of.freedSeats].slice(0, 1 + walker.roll(2));
  const done = of.seated
    ? await send(walker, asOrganizer(walker, event), rights, "reopenSeats", [event.id, classId, seats])
    : await send(walker, asOrganizer(walker, event), rights, "reopen", [
        event.id,
        classId,
        1 + walker.roll(of.freed + 1),
      ]);
  return { events: [event.id], done };
};

const rebind: Act = async (walker) => {
  const found = anyRight(walker);
  if (found === undefined) return NOTHING;
  const { suite } = walker;
  const { event, batch, rightId } = found;
  const newHolder = anyHolder(walker);
  const proof = isTagged(found)
    ? await evidenceFor(walker, event, batch.agentId, rightId, newHolder, personOf(walker, event, rightId))
    : signRebind(suite.domains.statements, keyOf(walker, holderIn(found)), {
        rightId,
        newHolder,
        rebinds: rebindsOf(found),
        expiresAt: (await now(suite)) + HOUR,
      });
  const done = await send(walker, ruler(walker, found), suite.rights, "rebind", [rightId, newHolder, proof]);
  return { events: [event.id], done };
};

function personOf(walker: Walker, event: IndexedEvent, rightId: bigint): string {
  const persons = walker.state.persons.get(event.policy.scope) ?? new Map<string, bigint[]>();
  return [...persons].find(([, places]) => places.includes(rightId))?.[0] ?? pick(walker, PERSONS);
}

const name: Act = async (walker) => {
  const found = anyRight(
    walker,
    (place) => isLive(place) && classIn(place.event, place.batch.classId).named && !isTagged(place),
  );
  if (found === undefined) return NOTHING;
  const { event, batch, rightId } = found;
  const holder = oneIn(walker, 2) ? holderIn(found) : anyHolder(walker);
  const evidence = await evidenceFor(walker, event, batch.agentId, rightId, holder);
  const done = await send(walker, ruler(walker, found), walker.suite.rights, "name", [rightId, holder, evidence]);
  return { events: [event.id], done };
};

/* DOORS */

/** An event whose doors are open, if there is one. */
async function openEvent(walker: Walker): Promise<IndexedEvent> {
  const time = await now(walker.suite);
  const opened = [...walker.state.events.values()].filter(
    ({ schedule, cancelled }) => time >= schedule.doorsOpenAt && !cancelled,
  );
  if (opened.length !== 0) return pick(walker, opened);
  const event = anyEvent(walker);
  const doors = event.schedule.doorsOpenAt;
  if (doors > time && oneIn(walker, 8)) await walker.time.increaseTo(doors);
  return event;
}

const admit: Act = async (walker) => {
  const { suite, roll } = walker;
  const event = await openEvent(walker);
  const shown = Array.from({ length: 1 + roll(3) }, () => {
    const found = anyRight(walker, (of) => of.event === event && (isLive(of) || oneIn(walker, 4)));
    const scannedAt = event.schedule.doorsOpenAt + roll(6 * HOUR + 60) - 30;
    const entry = {
      rightId: found?.rightId ?? packRightId(event.id, event.batches.length, 0),
      count: 1 + roll(3),
      scannedAt,
      issuedAt: scannedAt + 300 - roll(oneIn(walker, 8) ? 2_000 : 600),
      ...(oneIn(walker, 2) ? { challenge: toBeHex(1 + roll(9), 8) } : {}),
      lane: roll(5),
    };
    const key = keyOf(walker, found === undefined ? anyHolder(walker) : holderIn(found));
    const signature = signEntry(suite.domains.statements, key, entry);
    return { entry: packEntry(entry), signature: oneIn(walker, 12) ? hexlify(new Uint8Array(roll(70))) : signature };
  });
  const args = [event.id, shown.map(({ entry }) => entry), packSignatures(shown.map(({ signature }) => signature))];
  const { scanner, desk } = organizer(walker, event.organizerId);
  const done = await send(walker, pick(walker, [scanner, scanner, desk]), suite.rights, "admit", args);
  return { events: [event.id], done };
};

const admitByHand: Act = async (walker) => {
  const event = await openEvent(walker);
  const ids = Array.from({ length: 1 + walker.roll(2) }, () => {
    const found = anyRight(walker, (of) => of.event === event && isLive(of));
    return found?.rightId ?? packRightId(event.id, event.batches.length, 0);
  });
  const scannedAt = event.schedule.doorsOpenAt + walker.roll(6 * HOUR + 60) - 30;
  const { scanner, desk } = organizer(walker, event.organizerId);
  const gate = pick(walker, [desk, desk, desk, scanner]);
  const args = [event.id, ids, scannedAt, ZeroHash];
  return { events: [event.id], done: await send(walker, gate, walker.suite.rights, "admitByHand", args) };
};

/* TEAMS */

type TeamOf = { registry: unknown; teamId: number; admin: HardhatEthersSigner };

function anyTeam(walker: Walker): TeamOf {
  if (oneIn(walker, 2)) {
    const teamId = 1 + walker.roll(ORGANIZERS);
    return { registry: walker.suite.events, teamId, admin: organizer(walker, teamId).admin };
  }
  const teamId = 1 + walker.roll(AGENTS);
  return { registry: walker.suite.agents, teamId, admin: agent(walker, teamId) };
}

function ofTeam(method: string, args: (walker: Walker) => unknown[]): Act {
  return async (walker) => {
    const { registry, teamId, admin } = anyTeam(walker);
    return { events: [], done: await send(walker, admin, registry, method, [teamId, ...args(walker)]) };
  };
}

const register: Act = async (walker) => {
  const registry = oneIn(walker, 2) ? walker.suite.agents : walker.suite.events;
  const done = await send(walker, walker.suite.roles.stranger, registry, "register", ["newcomer", ""]);
  return { events: [], done };
};

const burnNonce: Act = async (walker) => {
  const { forwarder, roles } = walker.suite;
  const before = walker.state.nonces.get(roles.stranger.address)?.size ?? 0;
  await forward(walker, roles.stranger, await forwarder.getAddress(), "0x");
  return { events: [], done: walker.state.nonces.get(roles.stranger.address)?.size === before + 1 };
};

/* TIME */

const wait: Act = async (walker) => {
  await walker.time.increase(1 + walker.roll(oneIn(walker, 4) ? 2 * DAY : 8 * HOUR));
  return { events: [], done: true };
};

const ACTS: readonly (readonly [string, number, Act])[] = [
  ["wait", 8, wait],
  ["grant", 22, grant],
  ["return", 8, giveBack],
  ["revoke", 6, revoke],
  ["reopen", 5, reopen],
  ["rebind", 9, rebind],
  ["name", 6, name],
  ["admit", 14, admit],
  ["admit by hand", 6, admitByHand],
  ["publish", 4, publish],
  ["reschedule", 1, reschedule],
  ["cancel", 1, ofOrganizer("cancel", () => [])],
  ["pause", 3, ofOrganizer("pauseSales", () => [])],
  [
    "resume",
    3,
    ofOrganizer(
      "resumeSales",
      () => [],
      ({ paused, cancelled }) => paused && !cancelled,
    ),
  ],
  ["raise supply", 2, raiseSupply],
  ["open reserved", 2, ofOrganizer("openReserved", (walker) => [3 + walker.roll(2)])],
  ["hand over", 2, handOver],
  ["designate", 3, designate],
  ["dismiss", 1, dismiss],
  ["delegate", 4, delegate],
  ["set gate", 3, setGate],
  ["set attester", 2, setAttester],
  ["register", 1, register],
  ["set role", 1, ofTeam("setRole", (walker) => [walker.suite.roles.gate.address, walker.roll(3)])],
  ["set active", 1, ofTeam("setActive", (walker) => [!oneIn(walker, 4)])],
  ["set relayed", 1, ofTeam("setRelayed", (walker) => [!oneIn(walker, 3)])],
  ["set profile", 1, ofTeam("setProfile", (walker) => [`name ${walker.roll(99)}`, "uri"])],
  ["burn a nonce", 1, burnNonce],
];

export const ACT_NAMES: readonly string[] = ACTS.map(([name]) => name);
