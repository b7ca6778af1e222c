import { assertText } from "../core/assertText.ts";
import { type LineFile, openLockedFile } from "../core/lineFile.ts";
import { parseJson } from "../core/parseJson.ts";
import { either, fields, oneOf, type Shape } from "../core/shape.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import type { GateJournal } from "./GateJournal.ts";
import {
  ADMISSION_FIELDS,
  type AdmissionRow,
  admissionIn,
  admissionRow,
  CALL_ROW,
  type CallRow,
  callIn,
  callRow,
  LET_IN_ROW,
  type LetInRow,
  letInOf,
  letInRow,
} from "./journalRows.ts";
import { type JournalState, journalState } from "./journalState.ts";

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
  const state = journalState();
  const file = await openLockedFile(path);
  try {
    await readLines(file, state, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    append: async (admission) => {
      await file.append(JSON.stringify(letInRow(admission)));
      state.add(admission);
    },
    pending: async () => state.pending(),
    all: async () => state.all(),
    settle: async (outcomes) => {
      const decided = outcomes.flatMap(({ admission, status }) =>
        status === "undecided" ? [] : [{ ...admissionRow(admission), settled: status }],
      );
      if (decided.length === 0) return;
      await file.append(decided.map((row) => JSON.stringify(row)).join("\n"));
      for (const row of decided) state.settle(admissionIn(row));
    },
    keepCall: async (call) => {
      await file.append(JSON.stringify(callRow(call)));
      state.keepCall(call);
    },
    calls: async () => state.calls(),
    close: () => file.close(),
  };
}

async function readLines(file: LineFile, state: JournalState, path: string): Promise<void> {
  for (const [i, line] of (await file.read()).entries()) {
    const row = parseJson("JOURNAL_DAMAGED", LINE, line, `${path}, line ${i + 1}`);
    if ("call" in row) state.keepCall(callIn(row));
    else if ("settled" in row) state.settle(admissionIn(row));
    else state.add(letInOf(row));
  }
}

/** The chain's decision on an admission. */
type SettledRow = AdmissionRow & { readonly settled: Exclude<AdmissionOutcome["status"], "undecided"> };

const SETTLED_ROW: Shape<SettledRow> = fields({
  ...ADMISSION_FIELDS,
  settled: oneOf("admitted", "in-part", "already", "refused"),
});

const LINE: Shape<CallRow | SettledRow | LetInRow> = either(
  "call",
  CALL_ROW,
  either<SettledRow, LetInRow>("settled", SETTLED_ROW, LET_IN_ROW),
);
