import type { Result } from "ethers";
import { batchHead } from "../../core/batchHead.ts";
import type { Address } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import type { IndexLog } from "../IndexLog.ts";
import type { IndexedEvent, IndexState } from "../IndexState.ts";
import {
  allotmentIn,
  classIn,
  conductIn,
  eventIn,
  getOrInsert,
  holderIn,
  placeOf,
  requireFound,
  seatIn,
} from "../lookUp.ts";
import { type Changes, nothing } from "./Change.ts";

const MOVED = 1;
const VOID = 3;
const HOUR = 3_600;

/** Events of IEntryRightRegistry, except those about admissions. */
export const rightChanges: Changes = {
  RightsGranted: (state, { eventId, first, head, records }, { timestamp: grantedAt }) => {
    const event = eventIn(state, eventId);
    const common = batchHead(head);
    const { count } = common;
    const batch = { head, ...common, records, grantedAt, statuses: new Uint8Array(count), holdings: new Map() };
    event.batches.push(batch);
    for (let index = 0; index < count; index++) {
      rightsOfHolder(state, holderIn({ batch, index })).add(first + BigInt(index));
    }
    countGranted(event, batch, count);
  },
  PersonsTagged: (state, { first, tags }) => {
    for (const [i, tag] of tags.entries()) if (BigInt(tag) !== 0n) takePlace(state, tag, first + BigInt(i));
  },
  GrantRefused: (state, { rightId }) => {
    const { event, batch, index } = placeOf(state, rightId);
    batch.statuses[index] = VOID;
    countGranted(event, batch, -1);
    conductIn(event, batch.agentId).refused++;
  },
  RightReturned: (state, { rightId }) => free(state, rightId, "returned"),
  RightRevoked: (state, { rightId }) => free(state, rightId, "revoked"),
  ReturnRefused: nothing,
  RevocationRefused: nothing,
  PlacesReopened: (state, { eventId, classId, places }) => {
    classIn(eventIn(state, eventId), classId).freed -= Number(places);
  },
  SeatsReopened: (state, { eventId, classId, seats }) => {
    const of = classIn(eventIn(state, eventId), classId);
    of.freed -= seats.length;
    for (const seat of seats) of.freedSeats.delete(Number(seat));
  },
  RightRebound: (state, args, log) => {
    const { event, batch } = rebind(state, args, log, false);
    conductIn(event, batch.agentId).rebound++;
  },
  RightNamed: (state, args, log) => {
    takePlace(state, args.tag, args.rightId);
    const { event, batch, changed } = rebind(state, args, log, true);
    const conduct = conductIn(event, batch.agentId);
    conduct.named++;
    if (changed) conduct.rebound++;
  },
};

/** Counts rights that an agent granted, for it and for every agent above it. */
function countGranted(event: IndexedEvent, batch: IndexedEvent["batches"][number], n: number): void {
  const { agentId, classId, grantedAt } = batch;
  const of = classIn(event, classId);
  of.granted += n;
  for (let id = agentId; id !== 0; id = allotmentIn(of, id).parent) allotmentIn(of, id).used += n;
  const conduct = conductIn(event, agentId);
  const hour = grantedAt - (grantedAt % HOUR);
  conduct.granted += n;
  conduct.grantsByHour.set(hour, (conduct.grantsByHour.get(hour) ?? 0) + n);
}

/** Puts the right on the person's first free place: one that is empty, or whose right is void or event cancelled. */
function takePlace(state: IndexState, tag: string, rightId: RightId): void {
  const { event } = placeOf(state, rightId);
  const persons = getOrInsert(state.persons, event.policy.scope, () => new Map<string, RightId[]>());
  const places = getOrInsert(persons, tag, () => [0n, 0n, 0n]);
  const free = places.findIndex((occupant) => {
    if (occupant === 0n) return true;
    const other = placeOf(state, occupant);
    return other.batch.statuses[other.index] === VOID || (other.event !== event && other.event.cancelled);
  });
  if (free === -1) requireFound(undefined, `free place of ${tag} for the right ${rightId}`);
  places[free] = rightId;
}

/** Frees the place, so that it can be reopened. */
function free(state: IndexState, rightId: RightId, how: "returned" | "revoked"): void {
  const place = placeOf(state, rightId);
  const { event, batch, index } = place;
  const of = classIn(event, batch.classId);
  batch.statuses[index] = VOID;
  of.granted--;
  of.freed++;
  if (of.seated) of.freedSeats.add(seatIn(place));
  conductIn(event, batch.agentId)[how]++;
}

/** Binds the right to the holder in the log, which may be the same. */
function rebind(state: IndexState, { rightId, holder, rebinds }: Result, { timestamp }: IndexLog, names: boolean) {
  const place = placeOf(state, rightId);
  const { batch, index } = place;
  const [before, after] = [holderIn(place), holder.toLowerCase() as Address];
  const named = names || (batch.holdings.get(index)?.named ?? false);
  batch.statuses[index] = MOVED;
  batch.holdings.set(index, { holder: after, reboundAt: timestamp, rebinds: Number(rebinds), named });
  state.holders.get(before)?.delete(rightId);
  rightsOfHolder(state, after).add(rightId);
  return { ...place, changed: before !== after };
}

function rightsOfHolder({ holders }: IndexState, holder: string): Set<RightId> {
  return getOrInsert(holders, holder, () => new Set<RightId>());
}
