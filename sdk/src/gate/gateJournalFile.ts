import type { Hex } from "../core/Hex.ts";
import { jsonLine } from "../core/jsonLine.ts";
import { type LineFile, openLockedFile } from "../core/lineFile.ts";
import { fields, matching } from "../core/shape.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { GateJournal } from "./GateJournal.ts";
import { type OpenAdmissions, openAdmissions } from "./openAdmissions.ts";

/** A journal in a file; close it when the gate closes. */
export type GateJournalFile = GateJournal & {
  /** All that the gate ever let in, settled or not: what a gate that starts again must know. */
  all(): Promise<readonly Admission[]>;
  close(): Promise<void>;
};

/**
 * A journal in a file of JSON lines. `append` resolves once the admission is on the disk, so what the green light
 * followed outlives a crash and a loss of power; a line that was torn by one is cut off. A file beside it, `<path>.lock`,
 * keeps a second process out; it may stay.
 *
 * @throws JOURNAL_LOCKED, JOURNAL_DAMAGED when a line is no line of a journal, and the file system's own errors.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitEntries, gateJournalFile } from "doorkey/gate";
 *
 * async function settleLeftOvers(connection: Connection, eventId: number) {
 *   const journal = await gateJournalFile("gate-3.jsonl");
 *   const outcomes = await admitEntries(connection, { eventId, admissions: await journal.pending() });
 *   for (const outcome of outcomes) await journal.settle(outcome);
 *   await journal.close();
 * }
 */
export async function gateJournalFile(path: string): Promise<GateJournalFile> {
  const open = openAdmissions();
  const file = await openLockedFile(path);
  try {
    await readLines(file, open, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    append: async (admission) => {
      await file.append(lineOf(admission));
      open.add(admission);
    },
    pending: async () => open.list(),
    all: async () => open.all(),
    settle: async ({ admission, status }) => {
      if (status === "undecided") return;
      await file.append(lineOf(admission, status));
      open.settle(admission);
    },
    close: () => file.close(),
  };
}

async function readLines(file: LineFile, open: OpenAdmissions, path: string): Promise<void> {
  for (const [i, line] of (await file.read()).entries()) {
    const { entry, signature, settled } = jsonLine("JOURNAL_DAMAGED", LINE, path, line, i + 1) as Line;
    const admission = { entry: BigInt(entry), signature };
    if (settled === undefined) open.add(admission);
    else open.settle(admission);
  }
}

/** An admission, or how it was settled. */
type Line = { readonly entry: Hex; readonly signature: Hex; readonly settled?: string };

const LINE = fields({
  entry: matching(/^0x[0-9a-f]{1,64}$/, "a word in hex"),
  signature: matching(/^0x([0-9a-f]{2})*$/i, "hex bytes"),
});

function lineOf({ entry, signature }: Admission, settled?: string): string {
  return JSON.stringify({ entry: `0x${entry.toString(16)}`, signature, settled });
}
