import { type Connection, readAgents, readEvent } from "doorkey";
import { type Manifest, type RightStatus, rightIn } from "doorkey/code";
import {
  followSuite,
  type IndexedAdmission,
  type IndexedEvent,
  type IndexState,
  indexedRight,
} from "doorkey/event-index";
import { loadManifest } from "doorkey/gate";

/** What became of a class, in rights and places. */
export type Tally = {
  supply: number;
  /** Rights that came into being. */
  granted: number;
  returned: number;
  revoked: number;
  /** Places of returned and revoked rights that were opened again. */
  reopened: number;
  /** Times that a right was bound to another key. */
  rebound: number;
  named: number;
  admitted: number;
  /** Rights that are live, yet nobody came. */
  away: number;
  /** Places that are freed and not open. */
  freed: number;
  /** Places that nobody holds. */
  unsold: number;
  /** Records that were refused when they were granted. */
  refusedSales: number;
  /** Rights turned away at the gate. */
  turnedAway: number;
};

export type LedgerRight = { readonly classId: number; readonly status: RightStatus; readonly holder: string };

/** Everything the chain knows of an event, from its logs and from its state. */
export type Ledger = {
  /** By class id, from the logs alone; `supply`, `away`, `freed` and `unsold` from the state. */
  readonly classes: ReadonlyMap<number, Tally>;
  readonly rights: ReadonlyMap<bigint, LedgerRight>;
  /** Status of every right as the logs alone tell it. */
  readonly replayed: ReadonlyMap<bigint, RightStatus>;
  /** Rights turned away at the gate, by reason, those of no class of this event among them. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Rights of a class that the agents directly under the organizer, and those below, granted ever. */
  readonly used: ReadonlyMap<number, number>;
};

/** Reads the event's whole life back from the chain, with nothing from the journey but its id. */
export async function readLedger(connection: Connection, eventId: number): Promise<Ledger> {
  const rights = rightsIn(await loadManifest(connection, { eventId }));
  const index = await followSuite(connection);
  await index.catchUp();
  const event = index.state.events.get(eventId);
  if (event === undefined) throw new Error(`the logs know no event ${eventId}`);

  const tallies = new Map<number, Tally>();
  for (const { id, supply, granted, freed } of (await readEvent(connection, { eventId })).classes) {
    const mine = [...rights.values()].filter(({ classId }) => classId === id);
    const away = mine.filter(({ status }) => status === "granted" || status === "rebound").length;
    tallies.set(id, { ...NOTHING, supply, freed, unsold: supply - granted - freed, away, granted: mine.length });
  }
  await countLogs(connection, eventId, rights, tallies);
  const replayed = statusesIn(index.state, rights);
  for (const [id, status] of replayed) if (status === "admitted") count(tallies, rights, "admitted", id);
  return {
    classes: tallies,
    rights,
    replayed,
    reasons: reasonsIn(event, rights, tallies),
    used: await usedIn(connection, eventId),
  };
}

const NOTHING: Tally = {
  supply: 0,
  granted: 0,
  returned: 0,
  revoked: 0,
  reopened: 0,
  rebound: 0,
  named: 0,
  admitted: 0,
  away: 0,
  freed: 0,
  unsold: 0,
  refusedSales: 0,
  turnedAway: 0,
};

type Rights = ReadonlyMap<bigint, LedgerRight>;
type Tallies = ReadonlyMap<number, Tally>;

function rightsIn(manifest: Manifest): Rights {
  const found = new Map<bigint, LedgerRight>();
  for (const [batch, { statuses }] of manifest.batches.entries()) {
    for (let index = 0; index < statuses.length; index++) {
      const id = (BigInt(manifest.eventId) << 32n) | BigInt((batch << 11) | index);
      const right = rightIn(manifest, id);
      if (right !== undefined) found.set(id, { classId: right.classId, status: right.status, holder: right.holder });
    }
  }
  return found;
}

function statusesIn(state: IndexState, rights: Rights): Map<bigint, RightStatus> {
  return new Map(
    [...rights.keys()].flatMap((id) => {
      const status = indexedRight(state, { rightId: id })?.status;
      return status === undefined ? [] : [[id, status] as const];
    }),
  );
}

function count(tallies: Tallies, rights: Rights, key: keyof Tally, id: bigint, by = 1): void {
  const tally = tallies.get(rights.get(id)?.classId ?? 0);
  if (tally !== undefined) tally[key] += by;
}

/** What happened to single rights, by the names of their logs. */
const HAPPENED: Readonly<Record<string, keyof Tally>> = {
  GrantRefused: "refusedSales",
  RightReturned: "returned",
  RightRevoked: "revoked",
  RightRebound: "rebound",
  RightNamed: "named",
};

async function countLogs(
  { contracts, rightsRegistry: address, provider }: Connection,
  eventId: number,
  rights: Rights,
  tallies: Tallies,
) {
  for (const log of await provider.getLogs({ address, fromBlock: 0 })) {
    const { name = "", args } = contracts.rights.interface.parseLog(log) ?? {};
    const key = HAPPENED[name];
    if (key !== undefined) count(tallies, rights, key, args?.rightId);
    if (name === "GrantRefused") count(tallies, rights, "granted", args?.rightId, -1);
    if ((name !== "PlacesReopened" && name !== "SeatsReopened") || Number(args?.eventId) !== eventId) continue;
    const tally = tallies.get(Number(args?.classId));
    if (tally !== undefined) tally.reopened += Number(args?.places ?? args?.seats.length);
  }
}

/** What gates delivered and the chain did not admit. */
function reasonsIn({ admissions }: IndexedEvent, rights: Rights, tallies: Tallies): Map<string, number> {
  const reasons = new Map<string, number>();
  for (const admission of admissions) {
    const reason = reasonOf(admission);
    if (reason === undefined) continue;
    for (const id of admission.rights) {
      count(tallies, rights, "turnedAway", id);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  return reasons;
}

function reasonOf(admission: IndexedAdmission): string | undefined {
  if (admission.status === "refused") return admission.reason;
  if (admission.status === "already") return "AlreadyAdmitted";
  return admission.status === "contested" ? "Contested" : undefined;
}

async function usedIn(connection: Connection, eventId: number): Promise<Map<number, number>> {
  const { classes } = await readAgents(connection, { eventId });
  return new Map(classes.map(({ id, agents }) => [id, agents.reduce((sum, { used }) => sum + used, 0)]));
}
