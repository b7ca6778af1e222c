/**
 * The suite and a show for tests and gas benches of the contracts, made by calls of the contracts alone. They stand on
 * Hardhat's chain, signers and artifacts: its matchers, stack traces, coverage and gas snapshots need them. They do not
 * use the SDK, so that its mistakes cannot hide those of the contracts.
 */

import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type TypedDataDomain, ZeroAddress, ZeroHash } from "ethers";
import type {
  IAgentRegistry,
  IAttesterIdentityVerifier,
  IBallot,
  IDrandBeacon,
  IEntryRightRegistry,
  IEventRegistry,
  IGasRelayForwarder,
} from "../../types/ethers-contracts/index.js";
import type { IEventRegistry as EventTypes } from "../../types/ethers-contracts/interfaces/IEventRegistry.js";
import { BEACON } from "./beacon.ts";
import { forwarderDomain, identityDomain, statementDomain } from "./statements.ts";

/* THE SUITE */

/** The roles of the chain's accounts. No account has a role in the suite until a test gives it one. */
const ROLES = [
  "relay",
  "organizer",
  "organizerMember",
  "agent",
  "agentMember",
  "subAgent",
  "gate",
  "desk",
  "attester",
  "stranger",
] as const;

export type Roles = Record<(typeof ROLES)[number], HardhatEthersSigner>;

export type Suite = {
  readonly ethers: HardhatEthers;
  readonly forwarder: IGasRelayForwarder;
  readonly agents: IAgentRegistry;
  readonly events: IEventRegistry;
  readonly rights: IEntryRightRegistry;
  readonly verifier: IAttesterIdentityVerifier;
  readonly beacon: IDrandBeacon;
  readonly ballot: IBallot;
  readonly roles: Roles;
  readonly domains: {
    /** The domain of holders' statements. */
    readonly statements: TypedDataDomain;
    readonly forwarder: TypedDataDomain;
    readonly identity: TypedDataDomain;
  };
};

/** Deploys the suite on a chain of Hardhat. Its first ten accounts get the roles. */
export async function deployContracts(ethers: HardhatEthers): Promise<Suite> {
  const signers = await ethers.getSigners();
  const roles = Object.fromEntries(ROLES.map((role, i) => [role, signers[i]])) as Roles;
  const deploy = async <T>(name: string, ...args: unknown[]) =>
    (await (await ethers.deployContract(name, args, roles.relay)).waitForDeployment()) as unknown as T;

  const forwarder = await deploy<IGasRelayForwarder>("GasRelayForwarder");
  const agents = await deploy<IAgentRegistry>("AgentRegistry", forwarder);
  const events = await deploy<IEventRegistry>("EventRegistry", agents, forwarder);
  const rights = await deploy<IEntryRightRegistry>("EntryRightRegistry", events, forwarder);
  const verifier = await deploy<IAttesterIdentityVerifier>("AttesterIdentityVerifier", events, rights, forwarder);
  const { publicKey, genesis, period } = BEACON;
  const beacon = await deploy<IDrandBeacon>("DrandBeacon", publicKey, genesis, period);
  const ballot = await deploy<IBallot>("Ballot", events, rights, beacon, forwarder);

  const { chainId } = await ethers.provider.getNetwork();
  const domains = {
    statements: statementDomain(chainId, await rights.getAddress()),
    forwarder: forwarderDomain(chainId, await forwarder.getAddress()),
    identity: identityDomain(chainId, await verifier.getAddress()),
  };
  return { ethers, forwarder, agents, events, rights, verifier, beacon, ballot, roles, domains };
}

/* TERMS */

export type Schedule = Record<keyof EventTypes.ScheduleStruct, number>;
export type Policy = EventTypes.PolicyStruct;
export type ClassTerms = EventTypes.ClassTermsStruct;
export type EventTerms = EventTypes.EventTermsStruct & { schedule: Schedule; policy: Policy };

export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** On sale from `now`, doors in 30 days. */
export function schedule(now: number, change: Partial<Schedule> = {}): Schedule {
  const doorsOpenAt = now + 30 * DAY;
  return {
    salesOpenAt: now,
    salesCloseAt: doorsOpenAt - DAY,
    doorsOpenAt,
    doorsCloseAt: doorsOpenAt + 6 * HOUR,
    returnUntil: doorsOpenAt - 3 * DAY,
    rebindUntil: doorsOpenAt - 2 * DAY,
    nameBy: doorsOpenAt - 7 * DAY,
    ...change,
  };
}

/** No identity verifier, own scope, two rebinds, half of all places public. */
export function policy(change: Partial<Policy> = {}): Policy {
  return { identityVerifier: ZeroAddress, scope: 0, maxPerPerson: 0, maxRebinds: 2, minPublicBps: 5_000, ...change };
}

/** A public class without seats, names or sale hook. */
export function classTerms(change: Partial<ClassTerms> = {}): ClassTerms {
  return {
    name: "standing",
    supply: 100_000,
    reserved: false,
    seated: false,
    named: false,
    saleHook: ZeroAddress,
    ...change,
  };
}

export type TermsChange = {
  readonly schedule?: Partial<Schedule>;
  readonly policy?: Partial<Policy>;
  readonly name?: string;
};

export function eventTerms(now: number, change: TermsChange = {}): EventTerms {
  return {
    name: change.name ?? "A night to remember",
    uri: "https://zepp.example/night.json",
    documentHash: ZeroHash,
    schedule: schedule(now, change.schedule),
    policy: policy(change.policy),
  };
}

/* A READY EVENT */

export type Show = {
  readonly organizerId: bigint;
  readonly agentId: bigint;
  readonly eventId: bigint;
  readonly schedule: Schedule;
};

export async function now({ ethers }: Pick<Suite, "ethers">): Promise<number> {
  const block = await ethers.provider.getBlock("latest");
  if (block === null) throw new Error("the chain has no block");
  return block.timestamp;
}

/** Registers a team with `admin` and, if given, `member`. Returns its id. */
export async function registerTeam(
  teams: IAgentRegistry | IEventRegistry,
  admin: HardhatEthersSigner,
  member?: HardhatEthersSigner,
): Promise<bigint> {
  const registry = teams as IAgentRegistry;
  await registry.connect(admin).register("Zepp Hall", "https://zepp.example");
  const teamId = await registry.teamCount();
  if (member !== undefined) await registry.connect(admin).setRole(teamId, member, 1n);
  return teamId;
}

/** Publishes an event of an existing organizer. Classes count from 1. Defaults to one class, standing. */
export async function publishEvent(
  suite: Suite,
  organizerId: bigint,
  change: TermsChange = {},
  classes: readonly ClassTerms[] = [classTerms()],
): Promise<Pick<Show, "eventId" | "schedule">> {
  const terms = eventTerms(await now(suite), change);
  await suite.events.connect(suite.roles.organizer).registerEvent(organizerId, terms, [...classes]);
  return { eventId: await suite.events.eventCount(), schedule: terms.schedule };
}

/**
 * A complete show: organizer and agent with a member each, the event, the agent designated for every class with its
 * whole supply, a scanner gate, and a desk that may admit ten rights by hand.
 */
export async function openContractShow(
  suite: Suite,
  change: TermsChange = {},
  classes: readonly ClassTerms[] = [classTerms()],
): Promise<Show> {
  const { events, agents, roles } = suite;
  const organizerId = await registerTeam(events, roles.organizer, roles.organizerMember);
  const agentId = await registerTeam(agents, roles.agent, roles.agentMember);
  const { eventId, schedule } = await publishEvent(suite, organizerId, change, classes);
  const asOrganizer = events.connect(roles.organizer);
  for (const [i, { supply }] of classes.entries()) {
    await asOrganizer.designateAgent(eventId, i + 1, agentId, supply);
  }
  await asOrganizer.setGate(eventId, roles.gate, GATE.scanner, 0);
  await asOrganizer.setGate(eventId, roles.desk, GATE.desk, 10);
  return { organizerId, agentId, eventId, schedule };
}

/* NUMBERS OF ENUMS */

export const GATE = { none: 0n, scanner: 1n, desk: 2n } as const;
export const ROLE = { none: 0n, member: 1n, admin: 2n } as const;
export const STATUS = { granted: 0n, rebound: 1n, admitted: 2n, void: 3n } as const;
export const REFUSAL = {
  none: 0n,
  seatTaken: 1n,
  personFull: 2n,
  evidenceRefused: 3n,
  rightNonexistent: 4n,
  rightAdmitted: 5n,
  rightVoid: 6n,
  badSignature: 7n,
  wrongHolder: 8n,
  signedBeforeRebind: 9n,
  statementExpired: 10n,
  windowClosed: 11n,
  countInvalid: 12n,
  wrongEvent: 13n,
  outsideDoors: 14n,
  clockApart: 15n,
  notNamed: 16n,
} as const;
