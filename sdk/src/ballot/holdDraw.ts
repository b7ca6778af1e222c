import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { requireLog } from "../calls/logs.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { classIdOf } from "../state/publishedEvent.ts";
import { sendAct } from "./sendAct.ts";

/**
 * Restarts the running window of a draw while its sales are paused or closed, or while its attester is not trusted, so
 * that it costs no person a place. Anyone may; a relay pays for it.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with NotDrawn, SalesGoOn, NothingToHold, EventIsCancelled or DoorsOpen; what
 * `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { holdDraw } from "doorkey/ballot";
 *
 * const protect = (connection: Connection) => holdDraw(connection, { eventId: 7, className: "standing" });
 */
export async function holdDraw<until extends Until = "mined">(
  connection: Connection,
  parameters: holdDraw.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<holdDraw.Result, until>> {
  const { eventId, className } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendAct(
    connection,
    { act: "hold", eventId, classId },
    (transaction) => {
      const { deadline, keepUntil } = requireLog(connection, transaction, "Ballot", "WaveHeld");
      return { deadline: Number(deadline), keepUntil: Number(keepUntil) };
    },
    options,
  );
}

export declare namespace holdDraw {
  type Parameters = { readonly eventId: number; readonly className: string };
  /** When the window ends now, and until when places are kept, in seconds. */
  type Result = { readonly deadline: number; readonly keepUntil: number };
}
