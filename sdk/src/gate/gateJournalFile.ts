import { assertText } from "../core/assertText.ts";
import type { Hex } from "../core/Hex.ts";
import { type LineFile, openLockedFile } from "../core/lineFile.ts";
import { parseJson } from "../core/parseJson.ts";
import { fields, hex, matching, oneOf, optional, type Shape } from "../core/shape.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import type { GateJournal } from "./GateJournal.ts";
import { type OpenAdmissions, openAdmissions } from "./openAdmissions.ts";

/** A journal in a file; close it when the gate closes. */
export type GateJournalFile = GateJournal & {
  /** All that the gate ever let in, settled or not; a gate that restarts needs it. */
  all(): Promise<readonly Admission[]>;
  close(): Promise<void>;
};

/**
 * A journal in a file of JSON lines. `append` resolves once the admission is on the disk, so an admission before the
 * green light survives a crash and a loss of power; a line that was torn by one is cut off. The file `<path>.lock`
 * beside it keeps a second process out; it may stay.
 *
 * @throws JOURNAL_LOCKED, JOURNAL_DAMAGED if a line is not a line of a journal, and errors of the file system.
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
  assertText("path", path);
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
    const { entry, signature, settled } = parseJson("JOURNAL_DAMAGED", LINE, line, `${path}, line ${i + 1}`);
    const admission = { entry: BigInt(entry), signature };
    if (settled === undefined) open.add(admission);
    else open.settle(admission);
  }
}

/** An admission; with `settled`, the chain's decision on it. */
type Line = { readonly entry: string; readonly signature: Hex; readonly settled?: Settled };
type Settled = Exclude<AdmissionOutcome["status"], "undecided">;

const LINE: Shape<Line> = fields({
  entry: matching(/^0x[0-9a-f]{1,64}$/, "a word in hex"),
  signature: hex,
  settled: optional(oneOf("admitted", "in-part", "already", "refused")),
});

function lineOf({ entry, signature }: Admission, settled?: Settled): string {
  const line: Line = { entry: `0x${entry.toString(16)}`, signature, ...(settled && { settled }) };
  return JSON.stringify(line);
}
