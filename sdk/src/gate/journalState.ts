import type { Admission } from "../verdicts/Verdict.ts";
import type { JournaledAdmission, JournaledCall } from "./GateJournal.ts";

/** The part of a journal in memory. The same proof scanned again later is another entry, so it has its own row. */
export type JournalState = {
  /** Adds the admission. Does nothing if it is there already, or was settled. */
  add(admission: JournaledAdmission): void;
  settle(admission: Admission): void;
  keepCall(call: JournaledCall): void;
  pending(): JournaledAdmission[];
  all(): JournaledAdmission[];
  calls(): JournaledCall[];
};

export function journalState(): JournalState {
  const rows = new Map<string, JournaledAdmission>();
  const open = new Map<string, JournaledAdmission>();
  const settled = new Set<string>();
  const kept: JournaledCall[] = [];
  const isOpen = (admission: Admission) => !settled.has(admissionKey(admission));
  return {
    add: (admission) => {
      const key = admissionKey(admission);
      if (rows.has(key)) return;
      rows.set(key, admission);
      if (!settled.has(key)) open.set(key, admission);
    },
    settle: (admission) => {
      const key = admissionKey(admission);
      settled.add(key);
      open.delete(key);
    },
    keepCall: (call) => {
      kept.push(call);
    },
    pending: () => [...open.values()],
    all: () => [...rows.values()],
    calls: () => kept.filter(({ admissions }) => admissions.some(isOpen)),
  };
}

/** The same text for the same admission. */
export function admissionKey({ entry, signature }: Admission): string {
  return `${entry.toString(16)}:${signature.toLowerCase()}`;
}
