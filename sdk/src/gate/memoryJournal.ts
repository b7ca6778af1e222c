import type { GateJournal } from "./GateJournal.ts";
import { journalState } from "./journalState.ts";

/**
 * A journal that is lost with the process: for tests and rehearsals, never for a gate.
 *
 * @example
 * import { type JournaledAdmission, memoryJournal } from "doorkey/gate";
 *
 * const journal = memoryJournal();
 * const keep = (admission: JournaledAdmission) => journal.append(admission);
 */
export function memoryJournal(): GateJournal {
  const state = journalState();
  return {
    append: async (admission) => state.add(admission),
    pending: async () => state.pending(),
    all: async () => state.all(),
    settle: async (outcomes) => {
      for (const { admission, status } of outcomes) if (status !== "undecided") state.settle(admission);
    },
    keepCall: async (call) => state.keepCall(call),
    calls: async () => state.calls(),
    close: async () => {},
  };
}
