import type { Call } from "../../calls/Call.ts";
import { encodeCall } from "../../calls/encodeCall.ts";
import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { GrantItem } from "./GrantItem.ts";
import { MAX_DATA_BYTES } from "./grantLimits.ts";
import type { HookedBatch } from "./HookData.ts";

/**
 * The call that grants a batch, unless fewer than `minLive` rights would be live.
 *
 * @throws CALL_TOO_LARGE when no node would take it.
 */
export function grantCall(
  connection: Connection,
  { eventId, classId, agentId, items }: HookedBatch,
  { minLive, hookData = "0x" }: { readonly minLive: number; readonly hookData?: Hex | undefined },
): Call {
  const records: Hex = `0x${items.map(recordsOf).join("")}`;
  const evidence = items.flatMap((item) => item.evidence);
  const args = [eventId, classId, agentId, records, evidence, hookData, minLive];
  const call = encodeCall(connection, "EntryRightRegistry", "grant", args);
  const bytes = call.data.length / 2 - 1;
  if (bytes <= MAX_DATA_BYTES) return call;
  throw new DoorkeyError("CALL_TOO_LARGE", {
    details: [
      `The call has ${bytes} bytes, ${hookData.length / 2 - 1} of them hookData. Nodes take ${MAX_DATA_BYTES}.`,
    ],
  });
}

/** One record per right: holder 20 bytes, in a seated class followed by the seat in 3. */
function recordsOf({ holder, quantity, seats }: GrantItem): string {
  const digits = holder.slice(2).toLowerCase();
  if (seats.length === 0) return digits.repeat(quantity);
  return seats.map((seat) => digits + seat.toString(16).padStart(6, "0")).join("");
}
