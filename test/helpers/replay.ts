/**
 * The state of the suite, told by its logs alone. What an index keeps is a part of this.
 *
 * `apply` knows every event of the suite: a log that it does not know is an error, so that no new event goes unread.
 */

import { dataSlice, type Result } from "ethers";

/* LOGS */

export type Source = "agents" | "events" | "rights" | "verifier" | "forwarder";

export type SuiteLog = {
  readonly source: Source;
  readonly name: string;
  readonly args: Result;
  /** Of its block, in seconds. */
  readonly timestamp: bigint;
};

/* STATE */

export type Team = {
  active: boolean;
  relayed: boolean;
  name: string;
  uri: string;
  /** By account; who was never listed is not in it. */
  readonly roles: Map<string, bigint>;
};

export type Designation = { quota: bigint; parent: bigint; standing: bigint };
export type Gate = { kind: bigint; byHandLimit: bigint };

export type ClassState = {
  readonly name: string;
  readonly seated: boolean;
  readonly named: boolean;
  readonly saleGate: string;
  supply: bigint;
  reserved: boolean;
  granted: bigint;
  freed: bigint;
  readonly freedSeats: Set<bigint>;
  readonly agents: Map<bigint, Designation>;
  readonly used: Map<bigint, bigint>;
};

export type Schedule = Record<
  "salesOpenAt" | "salesCloseAt" | "doorsOpenAt" | "doorsCloseAt" | "returnUntil" | "rebindUntil" | "nameBy",
  bigint
>;

export type Policy = {
  readonly identityVerifier: string;
  readonly scope: bigint;
  readonly maxPerPerson: bigint;
  readonly maxRebinds: bigint;
  readonly minPublicBps: bigint;
};

export type EventState = {
  readonly id: bigint;
  readonly name: string;
  readonly uri: string;
  readonly documentHash: string;
  readonly policy: Policy;
  /** Class i + 1. */
  readonly classes: ClassState[];
  organizerId: bigint;
  schedule: Schedule;
  paused: boolean;
  cancelled: boolean;
  scopeShared: boolean;
  offer: { readonly to: bigint; readonly termsHash: string } | undefined;
  /** By organizer and key, see `gateOf`. */
  readonly gates: Map<string, Gate>;
  readonly byHand: Map<string, bigint>;
  readonly batches: BatchState[];
};

export type BatchState = {
  /** As it was stored first. */
  readonly head: bigint;
  readonly records: string;
  readonly agentId: bigint;
  readonly classId: bigint;
  readonly tagged: boolean;
  readonly rights: RightState[];
};

export type RightState = {
  readonly id: bigint;
  readonly seat: bigint;
  holder: string;
  status: bigint;
  binding: { boundAt: bigint; rebinds: bigint; named: boolean } | undefined;
  byHand: boolean;
};

export type State = {
  readonly agents: Map<bigint, Team>;
  readonly organizers: Map<bigint, Team>;
  readonly events: Map<bigint, EventState>;
  /** By scope event and tag: the rights that last took the person's places. */
  readonly persons: Map<bigint, Map<string, bigint[]>>;
  /** By scope event: keys that are believed. */
  readonly attesters: Map<bigint, Set<string>>;
  /** By signer: nonces used. */
  readonly nonces: Map<string, Set<bigint>>;
};

export function emptyState(): State {
  return {
    agents: new Map(),
    organizers: new Map(),
    events: new Map(),
    persons: new Map(),
    attesters: new Map(),
    nonces: new Map(),
  };
}

export function replay(logs: Iterable<SuiteLog>): State {
  const state = emptyState();
  for (const log of logs) apply(state, log);
  return state;
}

/* ASK */

const GRANTED = 0n;
const MOVED = 1n;
const ADMITTED = 2n;
const VOID = 3n;
const DESIGNATED = 1n;
const DISMISSED = 2n;
const NOBODY: Designation = { quota: 0n, parent: 0n, standing: 0n };
const TAGGED = 4n;
const SEATED = 2n;
const PLACES = 3;

export function eventOf(state: State, eventId: bigint): EventState {
  return known(state.events.get(eventId), "event", eventId);
}

export function classOf(event: EventState, classId: bigint): ClassState {
  return known(event.classes[Number(classId) - 1], "class", classId);
}

export function rightOf(state: State, rightId: bigint): { event: EventState; batch: BatchState; right: RightState } {
  const event = eventOf(state, rightId >> 32n);
  const batch = known(event.batches[Number((rightId >> 11n) & 0x1fffffn)], "batch of", rightId);
  return { event, batch, right: known(batch.rights[Number(rightId & 0x7ffn)], "right", rightId) };
}

/** The event in whose scope persons are counted. */
export function scopeOf(event: EventState): bigint {
  return event.policy.scope === 0n ? event.id : event.policy.scope;
}

export function gateOf(event: EventState, key: string): Gate {
  return event.gates.get(`${event.organizerId} ${key}`) ?? { kind: 0n, byHandLimit: 0n };
}

export function isLive({ status }: RightState): boolean {
  return status === GRANTED || status === MOVED;
}

export function designationOf(of: ClassState, agentId: bigint): Designation {
  return of.agents.get(agentId) ?? NOBODY;
}

/* APPLY */

type Apply = (state: State, args: Result, log: SuiteLog) => void;

/** Told, but nothing follows from them. */
const TALES: readonly string[] = [
  "ReturnRefused",
  "RevocationRefused",
  "AdmissionRefused",
  "AlreadyAdmitted",
  "Contested",
  "RequestSkipped",
  "EIP712DomainChanged",
];

export function apply(state: State, log: SuiteLog): void {
  if (isTale(log.name)) return;
  known(CHANGES[log.name], "meaning of the event", log.name)(state, log.args, log);
}

/** Whether `apply` knows the event. */
export function isKnown(name: string): boolean {
  return name in CHANGES || isTale(name);
}

/** Whether the event tells something that changes nothing. */
export function isTale(name: string): boolean {
  return TALES.includes(name);
}

const CHANGES: Readonly<Record<string, Apply>> = {
  TeamRegistered: (state, { teamId, admin, name, uri }, { source }) => {
    const roles = new Map([[admin, 2n]]);
    teamsOf(state, source).set(teamId, { active: true, relayed: true, name, uri, roles });
  },
  TeamRoleSet: (state, { teamId, account, role }, { source }) => {
    teamOf(state, source, teamId).roles.set(account, role);
  },
  TeamProfileSet: (state, { teamId, name, uri }, { source }) => {
    Object.assign(teamOf(state, source, teamId), { name, uri });
  },
  TeamActiveSet: (state, { teamId, active }, { source }) => {
    teamOf(state, source, teamId).active = active;
  },
  TeamRelayedSet: (state, { teamId, relayed }, { source }) => {
    teamOf(state, source, teamId).relayed = relayed;
  },

  EventRegistered: (state, { eventId, organizerId, terms, classes }) => {
    const { name, uri, documentHash, schedule, policy } = terms.toObject();
    state.events.set(eventId, {
      id: eventId,
      name,
      uri,
      documentHash,
      policy: policy.toObject(),
      classes: classes.map(newClass),
      organizerId,
      schedule: schedule.toObject(),
      paused: false,
      cancelled: false,
      scopeShared: false,
      offer: undefined,
      gates: new Map(),
      byHand: new Map(),
      batches: [],
    });
    if (policy.scope !== 0n) eventOf(state, policy.scope).scopeShared = true;
  },
  EventRescheduled: (state, { eventId, schedule }) => {
    eventOf(state, eventId).schedule = schedule.toObject();
  },
  EventCancelled: (state, { eventId }) => {
    Object.assign(eventOf(state, eventId), { cancelled: true, paused: true });
  },
  SalesPaused: (state, { eventId }) => {
    eventOf(state, eventId).paused = true;
  },
  SalesResumed: (state, { eventId }) => {
    eventOf(state, eventId).paused = false;
  },
  SupplyRaised: (state, { eventId, classId, supply }) => {
    classOf(eventOf(state, eventId), classId).supply = supply;
  },
  ReservedOpened: (state, { eventId, classId }) => {
    classOf(eventOf(state, eventId), classId).reserved = false;
  },
  HandOverOffered: (state, { eventId, to, termsHash }) => {
    eventOf(state, eventId).offer = to === 0n ? undefined : { to, termsHash };
  },
  HandedOver: (state, { eventId, to }) => {
    Object.assign(eventOf(state, eventId), { organizerId: to, offer: undefined });
  },
  AgentDesignated: (state, { eventId, classId, agentId, quota }) => {
    const { agents } = classOf(eventOf(state, eventId), classId);
    agents.set(agentId, { quota, parent: 0n, standing: DESIGNATED });
  },
  AgentDelegated: (state, { eventId, classId, agentId, parent, quota }) => {
    const { agents } = classOf(eventOf(state, eventId), classId);
    agents.set(agentId, { quota, parent, standing: DESIGNATED });
  },
  AgentDismissed: (state, { eventId, classId, agentId }) => {
    const { agents } = classOf(eventOf(state, eventId), classId);
    known(agents.get(agentId), "designation of", agentId).standing = DISMISSED;
  },
  GateSet: (state, { eventId, organizerId, gate, kind, byHandLimit }) => {
    eventOf(state, eventId).gates.set(`${organizerId} ${gate}`, { kind, byHandLimit });
  },
  AttesterSet: (state, { scopeEvent, attester, trusted }) => {
    const attesters = at(state.attesters, scopeEvent, () => new Set<string>());
    if (trusted) attesters.add(attester);
    else attesters.delete(attester);
  },

  RightsGranted: (state, { eventId, agentId, first, head, records }) => {
    const event = eventOf(state, eventId);
    const classId = (head >> 56n) & 0xffn;
    const count = Number((head >> 40n) & 0xffffn);
    const flags = (head >> 32n) & 0xffn;
    const size = flags & SEATED ? 23 : 20;
    const rights = Array.from({ length: count }, (_, i): RightState => {
      const record = dataSlice(records, size * i, size * (i + 1));
      const seat = flags & SEATED ? BigInt(dataSlice(record, 20)) : 0n;
      const holder = dataSlice(record, 0, 20);
      return { id: first + BigInt(i), seat, holder, status: GRANTED, binding: undefined, byHand: false };
    });
    event.batches.push({ head, records, agentId, classId, tagged: (flags & TAGGED) !== 0n, rights });
    tally(event, classId, agentId, BigInt(count));
  },
  PersonsTagged: (state, { first, tags }) => {
    for (const [i, tag] of tags.entries()) if (BigInt(tag) !== 0n) claim(state, tag, first + BigInt(i));
  },
  GrantRefused: (state, { rightId }) => {
    const { event, batch, right } = rightOf(state, rightId);
    right.status = VOID;
    tally(event, batch.classId, batch.agentId, -1n);
  },
  RightReturned: (state, { rightId }) => free(state, rightId),
  RightRevoked: (state, { rightId }) => free(state, rightId),
  PlacesReopened: (state, { eventId, classId, places }) => {
    classOf(eventOf(state, eventId), classId).freed -= places;
  },
  SeatsReopened: (state, { eventId, classId, seats }) => {
    const of = classOf(eventOf(state, eventId), classId);
    of.freed -= BigInt(seats.length);
    for (const seat of seats) of.freedSeats.delete(seat);
  },
  RightRebound: (state, { rightId, holder, rebinds }, { timestamp }) => {
    const { right } = rightOf(state, rightId);
    const named = right.binding?.named ?? false;
    Object.assign(right, { holder: lower(holder), status: MOVED, binding: { boundAt: timestamp, rebinds, named } });
  },
  RightNamed: (state, { rightId, holder, rebinds, tag }, { timestamp }) => {
    claim(state, tag, rightId);
    const binding = { boundAt: timestamp, rebinds, named: true };
    Object.assign(rightOf(state, rightId).right, { holder: lower(holder), status: MOVED, binding });
  },
  Admitted: (state, { entry }) => admit(state, entry, -1n),
  AdmittedInPart: (state, { entry, admitted }) => admit(state, entry, admitted),
  AdmittedByHand: (state, { eventId, gate, rightId }) => {
    Object.assign(rightOf(state, rightId).right, { status: ADMITTED, byHand: true });
    const { byHand } = eventOf(state, eventId);
    byHand.set(gate, (byHand.get(gate) ?? 0n) + 1n);
  },

  RequestExecuted: (state, { from, nonce }) => {
    at(state.nonces, from, () => new Set<bigint>()).add(nonce);
  },
};

function newClass(terms: Result): ClassState {
  const { name, supply, reserved, seated, named, saleGate } = terms.toObject();
  const empty = { granted: 0n, freed: 0n, freedSeats: new Set<bigint>(), agents: new Map(), used: new Map() };
  return { name, supply, reserved, seated, named, saleGate, ...empty };
}

/** Counts `n` rights, up to the organizer. */
function tally(event: EventState, classId: bigint, agentId: bigint, n: bigint): void {
  const of = classOf(event, classId);
  of.granted += n;
  for (let id = agentId; id !== 0n; id = designationOf(of, id).parent) of.used.set(id, (of.used.get(id) ?? 0n) + n);
}

/** The right takes the first of the person's places that is free: never used, its right void, or its event cancelled. */
function claim(state: State, tag: string, rightId: bigint): void {
  const { event } = rightOf(state, rightId);
  const places = at(
    at(state.persons, scopeOf(event), () => new Map<string, bigint[]>()),
    tag,
    () => [0n, 0n, 0n],
  );
  const free = places.findIndex((occupant) => {
    if (occupant === 0n) return true;
    const other = rightOf(state, occupant);
    return other.right.status === VOID || (other.event !== event && other.event.cancelled);
  });
  if (free === -1 || free >= PLACES) throw new Error(`no place of ${tag} is free for the right ${rightId}`);
  places[free] = rightId;
}

/** The place comes free, to be reopened. */
function free(state: State, rightId: bigint): void {
  const { event, batch, right } = rightOf(state, rightId);
  const of = classOf(event, batch.classId);
  right.status = VOID;
  of.granted -= 1n;
  of.freed += 1n;
  if (of.seated) of.freedSeats.add(right.seat);
}

function admit(state: State, entry: bigint, admitted: bigint): void {
  const count = (entry >> 184n) & 0xffn;
  for (let i = 0n; i < count; ++i) {
    if ((admitted >> i) & 1n) rightOf(state, (entry >> 192n) + i).right.status = ADMITTED;
  }
}

function teamsOf(state: State, source: Source): Map<bigint, Team> {
  return source === "agents" ? state.agents : state.organizers;
}

function teamOf(state: State, source: Source, teamId: bigint): Team {
  return known(teamsOf(state, source).get(teamId), "team", teamId);
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function lower(address: string): string {
  return address.toLowerCase();
}

function known<T>(value: T | undefined, what: string, which: bigint | string): T {
  if (value === undefined) throw new Error(`the logs know no ${what} ${which}`);
  return value;
}
