import type { SendOptions, Sent, Transaction, Until } from "../calls/Call.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { inTurn } from "../core/inTurn.ts";
import type { RightId } from "../core/RightId.ts";
import type { RightOutcome } from "../rights/RightOutcome.ts";
import type { ByHandJournal } from "./ByHandJournal.ts";
import { byHandCall, deliverByHand, readByHand } from "./deliverByHand.ts";

/** Rights that fit into a transaction: each writes two words. */
const MAX_RIGHTS = 150;

/**
 * Admits rights whose holders the desk identified by other means, such as a lost phone and an identity card. It has its
 * own log, and counts against the desk's limit.
 *
 * With a journal, each signed call is kept before it is sent. If the process dies at any moment, run it again with the
 * same parameters: what was executed is not paid for again.
 *
 * @param parameters.scannedAt When they were let in, in seconds.
 * @param parameters.reason At most 31 bytes, public for ever: write no name and no document number.
 * @param parameters.journal Where signed calls are kept. With one, `until` is "mined" or "final".
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
  options: SendOptions<until> = {},
): Promise<Sent<admitRightsByHand.Result, until>> {
  const { rightIds } = checked(connection, parameters, ["eventId", "rightIds", "scannedAt", "reason"]);
  if (rightIds.length > MAX_RIGHTS) {
    throw new DoorkeyError("VALUE_INVALID", {
      details: [`rightIds must be at most ${MAX_RIGHTS}, not ${rightIds.length}.`],
    });
  }
  const { journal } = parameters;
  if (journal === undefined) {
    const read = (transaction: Transaction) => ({ rights: readByHand(connection, rightIds, transaction) });
    return send(connection, byHandCall(connection, parameters), read, options);
  }
  given("journal", journal, "keepCall", "calls");
  const { until = "mined", ...rest } = given("options", options);
  if (until === "accepted") {
    const details = ['With a journal, until must be "mined" or "final", because the journal has to learn the outcome.'];
    throw new DoorkeyError("VALUE_INVALID", { details });
  }
  // Two runs side by side would sign calls for the same rights, and both would be paid for.
  const done = await inTurn(journal, () => deliverByHand(connection, { ...parameters, journal }, { ...rest, until }));
  return done as Sent<admitRightsByHand.Result, until>;
}

export declare namespace admitRightsByHand {
  type Parameters = {
    readonly eventId: number;
    readonly rightIds: readonly RightId[];
    readonly scannedAt: number;
    readonly reason: string;
    readonly journal?: ByHandJournal | undefined;
  };
  type Result = {
    /** One per right, in their order. */
    readonly rights: readonly RightOutcome<"admitted">[];
  };
}
