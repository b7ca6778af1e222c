import type { GateJournal } from "./GateJournal.ts";
import { openAdmissions } from "./openAdmissions.ts";

/**
 * A journal that is lost with the process: for tests and rehearsals, never for a gate.
 *
 * @example
 * import { memoryJournal, type Admission } from "doorkey/gate";
 *
 * const journal = memoryJournal();
 * const keep = (admission: Admission) => journal.append(admission);
 */
export function memoryJournal(): GateJournal {
  const open = openAdmissions();
  return {
    append: async (admission) => open.add(admission),
    pending: async () => open.list(),
    settle: async ({ admission, status }) => {
      if (status !== "undecided") open.settle(admission);
    },
  };
}
