import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { arrangeEntrants } from "../draw/arrangeEntrants.ts";
import type { Entrant } from "../draw/Entrant.ts";
import { type ListRow, packRows, ROW, ROWS_PER_STORE } from "../draw/listRows.ts";
import { readDraw } from "./readDraw.ts";
import { readListCode } from "./readListCode.ts";

/** Two stores fit into a transaction; three do not. */
const ROWS_PER_CALL = 2 * ROWS_PER_STORE;

/** Most mistakes that an error lists. */
const MAX_TOLD = 100;

/**
 * Posts the list of a draw: sorts the entrants, leaves out who stands in it twice, and sends as few calls as possible.
 * If it was interrupted, run it again with the same entrants: it goes on where the chain is. For admins of the
 * organizer, before `listUntil`.
 *
 * @param parameters.onProgress Called with the rows that are on the chain, and how many there are in all.
 * @param parameters.signal Ends it between two calls.
 * @throws VALUE_INVALID with every mistake and its row, before anything is sent; ENTRANTS_DIFFERENT if the chain has
 * other rows; BALLOT_MISSING, DRAW_MISSING; CALL_REVERTED with TeamAdminOnly or ListClosed; what `send` throws.
 * @example
 * import type { Connection, Hex } from "doorkey";
 * import { listEntrants } from "doorkey/ballot";
 *
 * async function post(connection: Connection, tags: readonly Hex[]) {
 *   const entrants = tags.map((entry, i) => ({ order: String(i + 1), entry }));
 *   const { listed, doubled } = await listEntrants(connection, { eventId: 7, className: "standing", entrants });
 *   console.log(`${listed} entrants, ${doubled.length} of them twice`);
 * }
 */
export async function listEntrants(
  connection: Connection,
  parameters: listEntrants.Parameters,
): Promise<listEntrants.Result> {
  const { eventId, className, entrants, onProgress, signal } = checked(connection, parameters, [
    "eventId",
    "className",
    "entrants",
  ]);
  const draw = await readDraw(connection, { eventId, className });
  const { rows, doubled, mistakes } = arrangeEntrants(draw.kind, entrants);
  if (mistakes.length > 0)
    throw tell(mistakes.map(({ row, field, sentence }) => `entrants[${row}].${field} ${sentence}`));
  if (rows.length === 0) throw new DoorkeyError("VALUE_INVALID", { details: ["A list needs at least one entrant."] });
  const before = draw.listed;
  await assertSame(connection, draw, rows);
  onProgress?.({ listed: before, of: rows.length });
  let calls = 0;
  for (let from = before; from < rows.length; from += ROWS_PER_CALL) {
    signal?.throwIfAborted();
    const part = rows.slice(from, from + ROWS_PER_CALL);
    await sendPlain(connection, encodeCall(connection, "Ballot", "list", [eventId, draw.classId, packRows(part)]));
    calls++;
    onProgress?.({ listed: from + part.length, of: rows.length });
  }
  return { listed: rows.length, before, calls, doubled };
}

export declare namespace listEntrants {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly entrants: readonly Entrant[];
    readonly onProgress?: ((progress: { readonly listed: number; readonly of: number }) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
  };
  type Result = {
    /** Entrants on the chain now, those that were there before, and the calls that it took. */
    readonly listed: number;
    readonly before: number;
    readonly calls: number;
    /** Who stands in the list twice. The row was left out. */
    readonly doubled: readonly { readonly row: number; readonly first: number }[];
  };
}

/** Throws ENTRANTS_DIFFERENT unless the rows that the chain has are the first of these. */
async function assertSame(
  connection: Connection,
  draw: { readonly eventId: number; readonly classId: number; readonly listed: number },
  rows: readonly ListRow[],
): Promise<void> {
  if (draw.listed === 0) return;
  const stores = await readListCode(connection, draw);
  const different = (row: number) =>
    new DoorkeyError("ENTRANTS_DIFFERENT", {
      details: [`The chain has ${draw.listed} rows, and row ${row + 1} is not that of these entrants.`],
    });
  if (draw.listed > rows.length) throw different(rows.length);
  let row = 0;
  for (const code of stores) {
    for (let at = 1; at < code.length; at += ROW, row++) {
      const wanted = rows[row];
      const key = toHex(code.subarray(at, at + 16));
      if (wanted === undefined || wanted.key !== key || !isLink(code.subarray(at + 16, at + ROW), wanted.link)) {
        throw different(row);
      }
    }
  }
  if (draw.listed < rows.length && draw.listed % ROWS_PER_STORE !== 0) throw different(draw.listed);
}

/** The chain adds its number to a leader's size. */
function isLink(stored: Uint8Array, link: number): boolean {
  const found = new DataView(stored.buffer, stored.byteOffset).getUint32(0);
  return link <= 4 ? found >>> 28 === link : found === link;
}

function tell(mistakes: readonly string[]): DoorkeyError {
  const more = mistakes.length > MAX_TOLD ? [`And ${mistakes.length - MAX_TOLD} more.`] : [];
  return new DoorkeyError("VALUE_INVALID", { details: [...mistakes.slice(0, MAX_TOLD), ...more] });
}
