import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { jsonLine } from "../../core/jsonLine.ts";
import { type LineFile, openLockedFile } from "../../core/lineFile.ts";
import { fields, hexOf, list, text, whole } from "../../core/shape.ts";
import type { GrantJournal, JournaledBatch, JournalHead } from "./GrantJournal.ts";

/**
 * A journal in a file: JSON lines, of which the first says which grants it is of. Lines are only added, each forced to
 * the disk before its request is sent; a last line that was cut off by a crash was never sent, and is dropped. A file
 * beside it, `<path>.lock`, keeps a second process out; it may stay.
 *
 * For Node.js.
 *
 * @example
 * import { grantJournalFile, grantMany, type GrantRow } from "doorkey/agent";
 * import type { Connection } from "doorkey";
 *
 * // Killed at any moment, and run again with the same rows: each is granted once.
 * const grantAll = (connection: Connection, rows: readonly GrantRow[]) =>
 *   grantMany(connection, { agentId: 1, eventId: 7, rows, journal: grantJournalFile("grants.journal") });
 */
export function grantJournalFile(path: string): GrantJournal {
  let file: LineFile | undefined;

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
        const [first, ...batches] = (await file.read()).map((line, i) =>
          jsonLine("JOURNAL_DAMAGED", i === 0 ? HEAD : BATCH, path, line, i + 1),
        );
        if (first === undefined) await append(head);
        else assertSameHead(path, first as Partial<JournalHead>, head);
        return batches as JournaledBatch[];
      } catch (error) {
        await close();
        throw error;
      }
    },
    append,
    close,
  };
}

const HEAD = fields({});
const BATCH = fields({
  rows: list(whole(0, Number.MAX_SAFE_INTEGER)),
  request: fields({
    signed: fields({ request: fields({ nonce: text, relayer: hexOf(20) }), signature: text }),
    digest: hexOf(32),
    fromBlock: whole(0, Number.MAX_SAFE_INTEGER),
  }),
});

function assertSameHead(path: string, found: Partial<JournalHead>, wanted: JournalHead): void {
  const names = Object.keys(wanted) as (keyof JournalHead)[];
  const different = names.filter((name) => found[name] !== wanted[name]);
  if (different.length === 0) return;
  const details = different.map((name) => `${path} has ${name} ${found[name]}, these grants have ${wanted[name]}.`);
  throw new DoorkeyError("JOURNAL_FOREIGN", { details });
}
