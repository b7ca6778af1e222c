import { encodeBytes32String } from "ethers";
import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { callOf } from "../calls/callOf.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../connection/Connection.ts";
import { DoorkeyError } from "../errors/DoorkeyError.ts";
import type { RightId } from "../values/RightId.ts";
import { type ByHandOutcome, readByHand } from "./readOutcomes.ts";

/** Rights that a transaction has room for: each writes two words. */
const MAX_RIGHTS = 150;

/**
 * Admits rights whose holders the desk knows by other means, such as a lost phone and an identity card. Logged apart;
 * counts against the desk's limit.
 *
 * @param parameters.scannedAt Seconds: when they were let in.
 * @param parameters.reason At most 31 bytes, in public for ever: no name, no number of a document.
 * @throws CALL_REVERTED with GateOnly, ByHandLimitExceeded or DoorsNotOpen; VALUE_INVALID for a reason that is too long
 * and for more than 150 rights.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitByHand } from "doorkey/gate";
 *
 * async function letIn(connection: Connection, eventId: number, rightId: bigint) {
 *   const scannedAt = Math.floor(Date.now() / 1000);
 *   const { refused } = await admitByHand(connection, { eventId, rights: [rightId], scannedAt, reason: "phone broken" });
 *   return refused[0]?.why;
 * }
 */
export async function admitByHand<until extends Until = "mined">(
  connection: Connection,
  { eventId, rights, scannedAt, reason }: admitByHand.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<ByHandOutcome, until>> {
  if (rights.length === 0 || rights.length > MAX_RIGHTS) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`rights must be 1 to ${MAX_RIGHTS}, not ${rights.length}.`] });
  }
  if (new TextEncoder().encode(reason).length > 31) {
    throw new DoorkeyError("VALUE_INVALID", { details: ["reason must have at most 31 bytes."] });
  }
  const args = [eventId, rights, scannedAt, encodeBytes32String(reason)];
  return send(
    connection,
    callOf(connection, "EntryRightRegistry", "admitByHand", args),
    (transaction) => readByHand(connection, transaction),
    options,
  );
}

export declare namespace admitByHand {
  type Parameters = {
    readonly eventId: number;
    readonly rights: readonly RightId[];
    readonly scannedAt: number;
    readonly reason: string;
  };
}
