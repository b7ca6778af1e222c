import type { Admission } from "../verdicts/Verdict.ts";

/** Admissions by their entry and signature: the same proof scanned again later is another entry. */
export type OpenAdmissions = {
  /** Adds the admission. Does nothing if it is there, or was settled. */
  add(admission: Admission): void;
  settle(admission: Admission): void;
  /** In the order in which they were added. */
  list(): Admission[];
  /** All of them, with those that were settled. */
  all(): Admission[];
};

/** The part of a journal in memory: the admissions that are not settled. */
export function openAdmissions(): OpenAdmissions {
  const open = new Map<string, Admission>();
  const settled = new Map<string, Admission>();
  return {
    add: (admission) => {
      const key = keyOf(admission);
      if (!settled.has(key) && !open.has(key)) open.set(key, admission);
    },
    settle: (admission) => {
      open.delete(keyOf(admission));
      settled.set(keyOf(admission), admission);
    },
    list: () => [...open.values()],
    all: () => [...settled.values(), ...open.values()],
  };
}

function keyOf({ entry, signature }: Admission): string {
  return `${entry.toString(16)}:${signature.toLowerCase()}`;
}
