import type { Call } from "../../calls/Call.ts";
import { encodeCall } from "../../calls/encodeCall.ts";
import type { Connection } from "../../chain/Connection.ts";
import type { Hex } from "../../core/Hex.ts";
import type { GrantClass, GrantItem } from "./GrantItem.ts";

/** The call that grants items as one batch, in their order, unless fewer than `minLive` rights would be live. */
export function grantCall(
  connection: Connection,
  { eventId, classId, agentId }: GrantClass,
  items: readonly GrantItem[],
  minLive: number,
): Call {
  const records: Hex = `0x${items.map(recordsOf).join("")}`;
  const evidence = items.flatMap((item) => item.evidence);
  const args = [eventId, classId, agentId, records, evidence, minLive];
  return encodeCall(connection, "EntryRightRegistry", "grant", args);
}

/** One record per right: holder 20 bytes, in a seated class followed by the seat in 3. */
function recordsOf({ holder, quantity, seats }: GrantItem): string {
  const digits = holder.slice(2).toLowerCase();
  if (seats.length === 0) return digits.repeat(quantity);
  return seats.map((seat) => digits + seat.toString(16).padStart(6, "0")).join("");
}

/** Consecutive seats cost the least gas. */
export function sortBySeat<item extends GrantItem>(items: readonly item[]): item[] {
  return [...items].sort((a, b) => (a.seats[0] ?? 0) - (b.seats[0] ?? 0));
}

export function countRights(items: readonly GrantItem[]): number {
  return items.reduce((count, { quantity }) => count + quantity, 0);
}
