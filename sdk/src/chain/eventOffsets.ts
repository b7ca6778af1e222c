import { offsetOf } from "../core/writeTime.ts";
import type { Connection } from "./Connection.ts";

/** By the contracts of a connection, which copies of a connection share. */
const known = new WeakMap<Connection["contracts"], Map<number, string>>();

/** Keeps the offset of an event's clock, as its document writes the start, for the sentences of errors. */
export function rememberOffset({ contracts }: Connection, eventId: number, startsAt: string): void {
  const offset = offsetOf(startsAt);
  if (offset === undefined) return;
  const offsets = known.get(contracts) ?? new Map<number, string>();
  known.set(contracts, offsets);
  offsets.set(eventId, offset);
}

/** The offset of an event's clock; undefined while no document of the event was seen. */
export function offsetOfEvent({ contracts }: Connection, eventId: number): string | undefined {
  return known.get(contracts)?.get(eventId);
}
