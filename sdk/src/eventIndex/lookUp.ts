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

/** Requires a value that earlier logs must have set. Throws INDEX_INCOMPLETE if it is missing. */
export function requireFound<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new DoorkeyError("INDEX_INCOMPLETE", { details: [`No log has ${what}.`] });
}

export function eventIn(state: IndexState, eventId: number | bigint): IndexedEvent {
  return requireFound(state.events.get(Number(eventId)), `event ${eventId}`);
}

export function classIn(event: IndexedEvent, classId: number | bigint): IndexedClass {
  return requireFound(event.classes[Number(classId) - 1], `class ${classId} of event ${event.id}`);
}

export type Place = { readonly event: IndexedEvent; readonly batch: IndexedBatch; readonly index: number };

/** Where the state has a right. */
export function placeOf(state: IndexState, rightId: RightId): Place {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const event = eventIn(state, eventId);
  const batch = requireFound(event.batches[number], `batch ${number} of event ${eventId}`);
  if (index >= batch.count) requireFound(undefined, `right ${rightId}`);
  return { event, batch, index };
}

/** The holder after a right's grant or last rebind; in lower case. */
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

/** The map's value at the key; creates it if there is none. */
export function getOrInsert<key, value>(map: Map<key, value>, key: key, make: () => value): value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
