import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type RightId, unpackRightId } from "../core/RightId.ts";
import { holderInRecord, seatInRecord } from "../core/records.ts";
import {
  type Allotment,
  type Conduct,
  emptyConduct,
  type IndexedBatch,
  type IndexedClass,
  type IndexedEvent,
  type IndexState,
} from "./IndexState.ts";

/** What the logs must have told of before; INDEX_INCOMPLETE when they did not: some are missing. */
export function requireFound<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new DoorkeyError("INDEX_INCOMPLETE", { details: [`They know no ${what}.`] });
}

export function eventIn(state: IndexState, eventId: number | bigint): IndexedEvent {
  return requireFound(state.events.get(Number(eventId)), `event ${eventId}`);
}

export function classIn(event: IndexedEvent, classId: number | bigint): IndexedClass {
  return requireFound(event.classes[Number(classId) - 1], `class ${classId} of event ${event.id}`);
}

export type Place = { readonly event: IndexedEvent; readonly batch: IndexedBatch; readonly index: number };

/** Where a right is kept. */
export function placeOf(state: IndexState, rightId: RightId): Place {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const event = eventIn(state, eventId);
  const batch = requireFound(event.batches[number], `batch ${number} of event ${eventId}`);
  if (index >= batch.count) requireFound(undefined, `right ${rightId}`);
  return { event, batch, index };
}

/** The holder of a right's grant, or of its last rebind; in lower case. */
export function holderIn({ batch: { records, seated, holdings }, index }: Pick<Place, "batch" | "index">): string {
  return holdings.get(index)?.holder ?? holderInRecord(records, seated, index);
}

export function seatIn({ batch: { records, seated }, index }: Pick<Place, "batch" | "index">): number {
  return seatInRecord(records, seated, index);
}

export function allotmentIn({ allotments }: IndexedClass, agentId: number): Allotment {
  return getOrInsert(allotments, agentId, () => ({ status: "none", quota: 0, parent: 0, since: 0, used: 0 }));
}

export function conductIn({ conducts }: IndexedEvent, agentId: number): Conduct {
  return getOrInsert(conducts, agentId, emptyConduct);
}

/** What the map has at the key; made there if it has nothing. */
export function getOrInsert<key, value>(map: Map<key, value>, key: key, make: () => value): value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
