import { assertText } from "../../core/assertText.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type LineFile, openLockedFile } from "../../core/lineFile.ts";
import { parseJson } from "../../core/parseJson.ts";
import type { Shape } from "../../core/shape.ts";
import {
  type GrantJournal,
  JOURNAL_HEAD,
  JOURNALED_BATCH,
  type JournaledBatch,
  type JournalHead,
} from "./GrantJournal.ts";

/**
 * A journal in a file of JSON lines. The first line identifies the grants. Lines are only added, and each is forced to
 * the disk before its request is sent. If a crash cut off the last line, its request was never sent, and the line is
 * dropped. The file `<path>.lock` beside it keeps a second process out; it may stay.
 *
 * For Node.js.
 *
 * @example
 * import { grantJournalFile, grantMany, type GrantRow } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * // If the process is killed at any moment, run it again with the same rows: each row is granted once.
 * const grantAll = (connection: Connection, rows: readonly GrantRow[]) =>
 *   grantMany(connection, { agentId: 1, eventId: 7, rows, journal: grantJournalFile("grants.journal") });
 */
export function grantJournalFile(path: string): GrantJournal {
  assertText("path", path);
  let file: LineFile | undefined;
  const lineOf = <T>(shape: Shape<T>, line: string, number: number): T =>
    parseJson("JOURNAL_DAMAGED", shape, line, `${path}, line ${number}`);

  async function close(): Promise<void> {
    await file?.close();
    file = undefined;
  }

  async function append(value: JournalHead | JournaledBatch): Promise<void> {
    if (file === undefined) throw new DoorkeyError("JOURNAL_DAMAGED", { details: [`${path} is not open.`] });
    await file.append(JSON.stringify(value));
  }

  return {
    open: async (head) => {
      file = await openLockedFile(path);
      try {
        const [first, ...batches] = await file.read();
        if (first === undefined) await append(head);
        else assertSameHead(path, lineOf(JOURNAL_HEAD, first, 1), head);
        return batches.map((line, i) => lineOf(JOURNALED_BATCH, line, i + 2));
      } catch (error) {
        await close();
        throw error;
      }
    },
    append,
    close,
  };
}

function assertSameHead(path: string, found: JournalHead, wanted: JournalHead): void {
  const known = new Map<string, unknown>(Object.entries(found));
  const details = Object.entries(wanted)
    .filter(([name, value]) => known.get(name) !== value)
    .map(([name, value]) => `${path} has ${name} ${known.get(name)}, but these grants have ${value}.`);
  if (details.length > 0) throw new DoorkeyError("JOURNAL_FOREIGN", { details });
}
