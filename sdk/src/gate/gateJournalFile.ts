import { assertText } from "../core/assertText.ts";
import { openLockedFile } from "../core/lineFile.ts";
import type { GateJournal } from "./GateJournal.ts";
import { lineJournal } from "./lineJournal.ts";

/**
 * A journal in a file of JSON lines. `append` resolves once the admission is on the disk, so an admission before the
 * green light survives a crash and a loss of power; a line that was torn by one is cut off. The file `<path>.lock`
 * beside it keeps a second process out; it may stay.
 *
 * For Node.js.
 *
 * @throws JOURNAL_LOCKED, JOURNAL_DAMAGED if a line is not a line of a journal, and errors of the file system.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitEntries, gateJournalFile } from "doorkey/gate";
 *
 * async function settleLeftOvers(connection: Connection, eventId: number) {
 *   const journal = await gateJournalFile("gate-3.jsonl");
 *   const admissions = await journal.pending();
 *   await journal.settle(await admitEntries(connection, { eventId, admissions, journal }));
 *   await journal.close();
 * }
 */
export async function gateJournalFile(path: string): Promise<GateJournal> {
  assertText("path", path);
  return lineJournal(await openLockedFile(path), `${path}, line`);
}
