import { assertText } from "../core/assertText.ts";
import { openSqliteLines } from "../core/sqliteLines.ts";
import type { GateJournal } from "./GateJournal.ts";
import { lineJournal } from "./lineJournal.ts";

/**
 * A journal in an SQLite file, for many lanes at once: admissions that are appended at the same moment share one wait
 * for the disk. `append` resolves once the admission is on the disk. The file `<path>.lock` beside it keeps a second
 * process out; it may stay.
 *
 * For Node.js.
 *
 * @throws JOURNAL_LOCKED; JOURNAL_DAMAGED if the file is damaged, or of another program; errors of the file system.
 * @example
 * import type { Manifest } from "doorkey/code";
 * import { Lane, sqliteJournal } from "doorkey/gate";
 *
 * async function openLanes(manifest: Manifest, lanes: readonly number[]) {
 *   const journal = await sqliteJournal("gate.sqlite");
 *   return Promise.all(lanes.map((lane) => Lane.open({ journal, lane, policy: {}, manifest })));
 * }
 */
export async function sqliteJournal(path: string): Promise<GateJournal> {
  assertText("path", path);
  return lineJournal(await openSqliteLines(path), `${path}, row`);
}
