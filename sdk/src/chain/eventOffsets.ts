import { utcOffsetOf } from "../core/utcOffset.ts";
import type { Connection } from "./Connection.ts";

/** By the contracts of a connection, which copies of a connection share. */
const known = new WeakMap<Connection["contracts"], Map<number, number>>();

/** Keeps the offset of an event's clock, as its document writes the start, for the sentences of errors. */
export function rememberOffset({ contracts }: Connection, eventId: number, startsAt: string): void {
  const offset = utcOffsetOf(startsAt);
  if (offset === undefined) return;
  const offsets = known.get(contracts) ?? new Map<number, number>();
  known.set(contracts, offsets);
  offsets.set(eventId, offset);
}

/** Minutes that an event's clock is ahead of UTC; undefined while no document of the event was seen. */
export function offsetOfEvent({ contracts }: Connection, eventId: number): number | undefined {
  return known.get(contracts)?.get(eventId);
}
