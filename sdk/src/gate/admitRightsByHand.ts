import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { RightId } from "../core/RightId.ts";
import type { RightOutcome } from "../rights/RightOutcome.ts";
import { readItemOutcomes, takeOutcome } from "../rights/readItemOutcomes.ts";
import { reasonWord } from "../rights/reasonWord.ts";

const LOGS = { done: "AdmittedByHand", refused: "AdmissionRefused" };

/** Rights that fit into a transaction: each writes two words. */
const MAX_RIGHTS = 150;

/**
 * Admits rights whose holders the desk identified by other means, such as a lost phone and an identity card. It has its
 * own log, and counts against the desk's limit.
 *
 * @param parameters.scannedAt When they were let in, in seconds.
 * @param parameters.reason At most 31 bytes, public for ever: write no name and no document number.
 * @throws CALL_REVERTED with GateOnly, ByHandLimitExceeded or DoorsNotOpen; VALUE_INVALID for a reason that is too long
 * and for more than 150 rights.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitRightsByHand } from "doorkey/gate";
 *
 * async function letIn(connection: Connection, eventId: number, rightId: bigint) {
 *   const scannedAt = Math.floor(Date.now() / 1000);
 *   const { rights } = await admitRightsByHand(connection, { eventId, rightIds: [rightId], scannedAt, reason: "phone broken" });
 *   return rights[0]?.status === "admitted";
 * }
 */
export async function admitRightsByHand<until extends Until = "mined">(
  connection: Connection,
  parameters: admitRightsByHand.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<admitRightsByHand.Result, until>> {
  const { eventId, rightIds, scannedAt, reason } = checked(connection, parameters, [
    "eventId",
    "rightIds",
    "scannedAt",
    "reason",
  ]);
  if (rightIds.length === 0 || rightIds.length > MAX_RIGHTS) {
    throw new DoorkeyError("VALUE_INVALID", {
      details: [`rightIds must be 1 to ${MAX_RIGHTS}, not ${rightIds.length}.`],
    });
  }
  const args = [eventId, rightIds, scannedAt, reasonWord(reason)];
  return send(
    connection,
    encodeCall(connection, "EntryRightRegistry", "admitByHand", args),
    (transaction) => {
      const outcomes = readItemOutcomes(connection, transaction, LOGS, "admitted");
      return { rights: rightIds.map((rightId) => takeOutcome(outcomes, rightId, transaction)) };
    },
    options,
  );
}

export declare namespace admitRightsByHand {
  type Parameters = {
    readonly eventId: number;
    readonly rightIds: readonly RightId[];
    readonly scannedAt: number;
    readonly reason: string;
  };
  type Result = {
    /** One per right, in their order. */
    readonly rights: readonly RightOutcome<"admitted">[];
  };
}
