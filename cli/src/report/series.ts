import type { Series } from "./EventReport.ts";

/** A count for one part at one time, in seconds. */
export type Tick = { readonly at: number; readonly part: string; readonly count: number };

/** More steps than this are hard to read in one chart. */
const MAX_STEPS = 200;

/** Sums the counts of each step, with the empty steps in between. */
export function seriesOf(ticks: readonly Tick[], step: number): Series {
  const parts = [...new Set(ticks.map(({ part }) => part))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const counts = new Map<number, number[]>();
  for (const { at, part, count } of ticks) {
    const start = at - (at % step);
    const row = counts.get(start) ?? parts.map(() => 0);
    row[parts.indexOf(part)] = (row[parts.indexOf(part)] ?? 0) + count;
    counts.set(start, row);
  }
  const starts = [...counts.keys()];
  if (starts.length === 0) return { step, parts, steps: [] };
  const first = starts.reduce((a, b) => Math.min(a, b));
  const last = starts.reduce((a, b) => Math.max(a, b));
  const length = (last - first) / step + 1;
  const steps = Array.from({ length }, (_, i) => {
    const at = first + i * step;
    return { at, counts: counts.get(at) ?? parts.map(() => 0) };
  });
  return { step, parts, steps };
}

/** The finest of the given steps that makes at most `MAX_STEPS` of them, or the last one. */
export function fittingStep(ticks: readonly Tick[], steps: readonly [number, ...number[]]): number {
  const times = ticks.map(({ at }) => at);
  const span =
    times.reduce((a, b) => Math.max(a, b), 0) - times.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER);
  return steps.find((step) => span / step <= MAX_STEPS) ?? (steps.at(-1) as number);
}
