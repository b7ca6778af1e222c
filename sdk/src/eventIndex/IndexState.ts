import type { GateKind, Role } from "../core/contractEnums.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { EventSchedule } from "../documents/EventDocument.ts";
import type { RefusalName } from "../rights/refusals.ts";
import type { ManifestHolding } from "../verdicts/Manifest.ts";

/**
 * The state of the suite according to its logs. It belongs to the code that made it: `applyLog` changes it in place,
 * all other code only reads it.
 */
export type IndexState = {
  readonly organizers: Map<number, IndexedTeam>;
  readonly agents: Map<number, IndexedTeam>;
  readonly events: Map<number, IndexedEvent>;
  /** By scope event and person tag: the rights that last took the person's three places; 0 = none. */
  readonly persons: Map<number, Map<string, RightId[]>>;
  /** By scope event: the attesters of its present era, whom the suite's identity verifier trusts. */
  readonly attesters: Map<number, Set<string>>;
  /** By holder, in lower case: the rights that it holds, with any status. */
  readonly holders: Map<string, Set<RightId>>;
  /** By signer: the nonces that it used at the forwarder. */
  readonly nonces: Map<string, Set<bigint>>;
};

/** A team of AgentRegistry or EventRegistry. */
export type IndexedTeam = {
  active: boolean;
  relayed: boolean;
  name: string;
  uri: string;
  /** By account; an account that was never listed has no entry. */
  readonly roles: Map<string, Role>;
};

/** An event with everything that happened to it. */
export type IndexedEvent = {
  readonly id: number;
  readonly name: string;
  readonly uri: string;
  readonly documentHash: Hex;
  readonly policy: IndexedPolicy;
  /** Class i of the list has the id i + 1. */
  readonly classes: readonly IndexedClass[];
  organizerId: number;
  schedule: EventSchedule;
  paused: boolean;
  cancelled: boolean;
  /** Whether another event counts its persons in this one's scope. */
  scopeShared: boolean;
  offer: { readonly to: number; readonly termsHash: Hex } | undefined;
  /** How often it was handed over. */
  era: number;
  /** Seconds from nameBy to doorsOpenAt, as published. */
  readonly nameLead: number;
  /** Seconds: the doors from which they may come forward without notice, see `reschedule` of EventRegistry. */
  announcedDoorsAt: number;
  /** Places that are or were in a reserved class. */
  everReservedPlaces: number;
  /** By key: the gates of the present era. */
  readonly gates: Map<string, IndexedGate>;
  /** By key: rights that it admitted by hand. */
  readonly byHand: Map<string, number>;
  readonly batches: IndexedBatch[];
  /** In the order of the chain. */
  readonly admissions: IndexedAdmission[];
  /** By agent: the conduct of the rights that it granted here. */
  readonly conducts: Map<number, Conduct>;
};

/** The rules of an event about persons and rebinds; they never change. */
export type IndexedPolicy = {
  /** The zero address = persons are not counted. */
  readonly identityVerifier: Address;
  /** The event in whose scope persons are counted. */
  readonly scope: number;
  readonly maxPerPerson: number;
  readonly maxRebinds: number;
  readonly minPublicBps: number;
};

/** A kind of place with its supply, and the agents that may grant parts of it. */
export type IndexedClass = {
  readonly name: string;
  readonly seated: boolean;
  readonly named: boolean;
  /** The zero address = open sale. */
  saleHook: Address;
  supply: number;
  reserved: boolean;
  /** Live rights and admitted ones. */
  granted: number;
  /** Returned and revoked, not reopened. */
  freed: number;
  readonly freedSeats: Set<number>;
  readonly allotments: Map<number, Allotment>;
};

/** What an agent may grant of a class, with those under it, and how much they granted. */
export type Allotment = {
  status: "none" | "designated" | "dismissed";
  quota: number;
  /** The agent that delegated to it; 0 = the organizer. */
  parent: number;
  /** When it got this status, in seconds. */
  since: number;
  /** Rights ever granted by it and those under it. */
  used: number;
};

/** What a key may do at the gate. */
export type IndexedGate = { readonly kind: GateKind; readonly byHandLimit: number };

/** The rights of one grant call, packed as in the call. */
export type IndexedBatch = {
  /** The head when the batch was first stored; see BatchHead of the contracts. */
  readonly head: bigint;
  readonly agentId: number;
  readonly classId: number;
  readonly count: number;
  readonly seated: boolean;
  readonly tagged: boolean;
  readonly namedClass: boolean;
  /** Holder 20 bytes, in a seated class followed by the seat in 3. */
  readonly records: Hex;
  readonly grantedAt: number;
  /** By index: 0 granted, 1 rebound, 2 admitted, 3 void. */
  readonly statuses: Uint8Array;
  /** By index. */
  readonly holdings: Map<number, ManifestHolding>;
};

/** The chain's decision on a delivered entry. `reason` is a refusal, or the desk's reason for an admission by hand. */
export type IndexedAdmission = {
  readonly gate: Address;
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  /** Position of the log in its block. */
  readonly index: number;
} & (
  | { readonly status: "admitted"; readonly rights: readonly RightId[]; readonly entry: bigint }
  /** A valid proof for a right that was admitted before, by a proof or by hand. */
  | { readonly status: "already" | "contested"; readonly rights: readonly [RightId]; readonly entry: bigint }
  | { readonly status: "refused"; readonly rights: readonly [RightId]; readonly reason: RefusalName }
  | {
      readonly status: "by-hand";
      readonly rights: readonly [RightId];
      readonly scannedAt: number;
      readonly reason: Hex;
    }
);

/** Counts of what happened to the rights that an agent granted. */
export type Conduct = {
  /** Rights granted, without those that were refused in the grant. */
  granted: number;
  refused: number;
  returned: number;
  revoked: number;
  /** Rebinds to another key, each counted. */
  rebound: number;
  named: number;
  admitted: number;
  /** Rights granted, by hour; the hour's start in seconds since 1970. */
  readonly grantsByHour: Map<number, number>;
};

export function emptyConduct(): Conduct {
  const none = { granted: 0, refused: 0, returned: 0, revoked: 0, rebound: 0, named: 0, admitted: 0 };
  return { ...none, grantsByHour: new Map() };
}

/**
 * The state before the first log.
 *
 * @example
 * import { applyLog, emptyIndex, type IndexLog } from "doorkey/event-index";
 *
 * function replay(logs: Iterable<IndexLog>) {
 *   const state = emptyIndex();
 *   for (const log of logs) applyLog(state, log);
 *   return state;
 * }
 */
export function emptyIndex(): IndexState {
  return {
    organizers: new Map(),
    agents: new Map(),
    events: new Map(),
    persons: new Map(),
    attesters: new Map(),
    holders: new Map(),
    nonces: new Map(),
  };
}
