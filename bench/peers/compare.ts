import type { Baseline } from "./baseline.ts";
import { findRow, type GasRow } from "./rows.ts";

/** How far a peer may be from its baseline, because chain versions, holders and ids differ. */
export const TOLERANCE = 0.02;

/** The baselines that a run did not find again, a sentence each. */
export function deviations(
  rows: readonly GasRow[],
  baselines: readonly Baseline[],
  tolerance: number = TOLERANCE,
): string[] {
  return baselines.flatMap(({ system, operation, n, gas }) => {
    const what = `${system}, ${operation}, N = ${n}`;
    const row = findRow(rows, system, operation, n);
    if (row === undefined) return [`${what}: not measured; the baseline is ${gas}`];
    const difference = row.gasPerUnit - gas;
    if (Math.abs(difference) <= tolerance * gas) return [];
    return [`${what}: ${row.gasPerUnit}, ${((difference / gas) * 100).toFixed(2)} % from the baseline of ${gas}`];
  });
}

/** The greatest deviation of a row, as a share of its baseline. */
export function greatestDeviation(rows: readonly GasRow[], baselines: readonly Baseline[]): number {
  return Math.max(
    ...baselines.map(({ system, operation, n, gas }) => {
      const row = findRow(rows, system, operation, n);
      return row === undefined ? Number.POSITIVE_INFINITY : Math.abs(row.gasPerUnit / gas - 1);
    }),
  );
}
