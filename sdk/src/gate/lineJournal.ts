import type { LineFile } from "../core/lineFile.ts";
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
 * A journal over a file of JSON lines, of which it reads all now. If a line is not a journal's, it closes the file and
 * throws JOURNAL_DAMAGED.
 *
 * @param where The file with the word for its lines, such as "gate-3.jsonl, line".
 */
export async function lineJournal(file: LineFile, where: string): Promise<GateJournal> {
  const state = journalState();
  try {
    await readLines(file, state, where);
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
      await file.append(...decided.map((row) => JSON.stringify(row)));
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

async function readLines(file: LineFile, state: JournalState, where: string): Promise<void> {
  for (const [i, line] of (await file.read()).entries()) {
    const row = parseJson("JOURNAL_DAMAGED", LINE, line, `${where} ${i + 1}`);
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
