import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { requireLog } from "../calls/logs.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Hex } from "../core/Hex.ts";
import { classIdOf } from "../state/publishedEvent.ts";
import { sendAct } from "./sendAct.ts";

/**
 * Settles a draw: takes the seed from the beacon's round, and offers all places to the first ranks. Anyone may, once the
 * round was proven; a relay pays for it.
 *
 * @throws CLASS_UNKNOWN; CALL_REVERTED with DrawMissing, DrawExists, DrawNotSealed, RoundNotProven or NothingToOffer;
 * what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { proveRound, settleDraw } from "doorkey/ballot";
 *
 * async function draw(connection: Connection) {
 *   await proveRound(connection, { eventId: 7, className: "standing" });
 *   const { seed } = await settleDraw(connection, { eventId: 7, className: "standing" });
 *   return seed;
 * }
 */
export async function settleDraw<until extends Until = "mined">(
  connection: Connection,
  parameters: settleDraw.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<settleDraw.Result, until>> {
  const { eventId, className } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  return sendAct(
    connection,
    { act: "settle", eventId, classId },
    (transaction) => ({ seed: requireLog(connection, transaction, "Ballot", "DrawSettled").seed as Hex }),
    options,
  );
}

export declare namespace settleDraw {
  type Parameters = { readonly eventId: number; readonly className: string };
  type Result = { readonly seed: Hex };
}
