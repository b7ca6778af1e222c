import type { GrantedRow } from "./GrantRow.ts";

/** How far `grantMany` is. */
export type GrantProgress = {
  readonly rows: number;
  /** Rows that were decided so far, each in one of three ways. */
  readonly granted: number;
  readonly refused: number;
  readonly skipped: number;
};

/** What is known of each row so far. */
export type Ledger = {
  readonly settle: (rows: readonly GrantedRow[]) => void;
  readonly isSettled: (row: number) => boolean;
  readonly progress: () => GrantProgress;
  /** All rows in their order. */
  readonly rows: () => readonly GrantedRow[];
};

export function openLedger(count: number, onProgress: (progress: GrantProgress) => void = () => {}): Ledger {
  const settled = new Map<number, GrantedRow>();
  const counts = { granted: 0, refused: 0, skipped: 0 };
  const progress = () => ({ rows: count, ...counts });
  return {
    settle: (rows) => {
      for (const row of rows) {
        const before = settled.get(row.row);
        // A request that was declined may grant after all what was refused since.
        if (before !== undefined && (before.status !== "refused" || row.status !== "granted")) continue;
        if (before !== undefined) counts[before.status]--;
        settled.set(row.row, row);
        counts[row.status]++;
      }
      onProgress(progress());
    },
    isSettled: (row) => settled.has(row),
    progress,
    rows: () => [...settled.values()].sort((a, b) => a.row - b.row),
  };
}
