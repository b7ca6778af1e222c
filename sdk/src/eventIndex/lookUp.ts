import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { holderInRecord, seatInRecord } from "../internal/records.ts";
import { type RightId, unpackRightId } from "../values/RightId.ts";
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
export function known<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new DoorkeyError("INDEX_INCOMPLETE", { details: [`They know no ${what}.`] });
}

export function eventIn(state: IndexState, eventId: number | bigint): IndexedEvent {
  return known(state.events.get(Number(eventId)), `event ${eventId}`);
}

export function classIn(event: IndexedEvent, classId: number | bigint): IndexedClass {
  return known(event.classes[Number(classId) - 1], `class ${classId} of event ${event.id}`);
}

export type Place = { readonly event: IndexedEvent; readonly batch: IndexedBatch; readonly index: number };

/** Where a right is kept. */
export function placeOf(state: IndexState, rightId: RightId): Place {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const event = eventIn(state, eventId);
  const batch = known(event.batches[number], `batch ${number} of event ${eventId}`);
  if (index >= batch.count) known(undefined, `right ${rightId}`);
  return { event, batch, index };
}

/** The holder of a right's grant, or of its last move; in lower case. */
export function holderIn({ batch: { records, seated, moves }, index }: Pick<Place, "batch" | "index">): string {
  return moves.get(index)?.holder ?? holderInRecord(records, seated, index);
}

export function seatIn({ batch: { records, seated }, index }: Pick<Place, "batch" | "index">): number {
  return seatInRecord(records, seated, index);
}

export function allotmentIn({ allotments }: IndexedClass, agentId: number): Allotment {
  return at(allotments, agentId, () => ({ standing: "none", quota: 0, parent: 0, since: 0, used: 0 }));
}

export function conductIn({ conducts }: IndexedEvent, agentId: number): Conduct {
  return at(conducts, agentId, emptyConduct);
}

/** What the map has at the key; made there if it has nothing. */
export function at<key, value>(map: Map<key, value>, key: key, make: () => value): value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
