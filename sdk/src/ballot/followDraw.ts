import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { pause } from "../core/pause.ts";
import { type DrawState, readDraw } from "./readDraw.ts";

/** Milliseconds between two questions. */
const EVERY = 4_000;

/**
 * Follows a draw: yields it now, and again each time that it changes, until the signal ends it. A page shows what it
 * yields. A node that does not answer is asked again.
 *
 * @param parameters.every Milliseconds between two questions. Defaults to 4,000.
 * @throws BALLOT_MISSING, DRAW_MISSING, CLASS_UNKNOWN, EVENT_UNKNOWN.
 * @example
 * import type { Connection } from "doorkey";
 * import { followDraw } from "doorkey/ballot";
 *
 * async function show(connection: Connection, signal: AbortSignal) {
 *   for await (const { stage, wave, kept } of followDraw(connection, { eventId: 7, className: "standing", signal })) {
 *     console.log(stage, wave, kept);
 *   }
 * }
 */
export async function* followDraw(
  connection: Connection,
  parameters: followDraw.Parameters,
): AsyncGenerator<DrawState, void, undefined> {
  const { eventId, className, signal, every = EVERY } = checked(connection, parameters, ["eventId", "className"]);
  let before = "";
  while (signal?.aborted !== true) {
    const draw = await readUnlessBusy(connection, { eventId, className });
    const { block: _block, takenAt: _takenAt, ...rest } = draw ?? {};
    const now = JSON.stringify(rest);
    if (draw !== undefined && now !== before) {
      before = now;
      yield draw;
    }
    await pause(every, signal);
  }
}

export declare namespace followDraw {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly signal?: AbortSignal | undefined;
    readonly every?: number | undefined;
  };
}

async function readUnlessBusy(connection: Connection, place: readDraw.Parameters): Promise<DrawState | undefined> {
  try {
    return await readDraw(connection, place);
  } catch (error) {
    if (isDoorkeyError(error) && error.retryable) return undefined;
    throw error;
  }
}
