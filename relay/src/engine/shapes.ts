import type { RequestRow } from "../storage/tables.ts";

/** How long an estimate is good for transactions of the same shape, in milliseconds. */
const REMEMBERED_MS = 600_000;
const MOST = 1_000;

/**
 * How much more gas transactions of a shape take than the relay computes for them: at least 1. A fork may change all
 * prices of gas, so the node's estimate of a real transaction decides, and is remembered for others of its shape.
 */
export type Shapes = {
  readonly ratioOf: (rows: readonly RequestRow[]) => number | undefined;
  readonly remember: (rows: readonly RequestRow[], ratio: number) => void;
  /** Because a transaction failed as a whole, so prices may have changed. */
  readonly forget: () => void;
};

/** @param now Milliseconds that only rise. */
export function createShapes(now: () => number = () => performance.now()): Shapes {
  const known = new Map<string, { readonly ratio: number; readonly until: number }>();
  return {
    ratioOf: (rows) => {
      const found = known.get(shapeOf(rows));
      return found !== undefined && now() < found.until ? found.ratio : undefined;
    },
    remember: (rows, ratio) => {
      const shape = shapeOf(rows);
      known.delete(shape);
      known.set(shape, { ratio: Math.max(1, ratio), until: now() + REMEMBERED_MS });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
    forget: () => known.clear(),
  };
}

/** Which functions a transaction calls, and about how many requests it has. */
function shapeOf(rows: readonly RequestRow[]): string {
  const calls = new Set(rows.map(({ kind, to_address, selector }) => `${kind} ${to_address} ${selector}`));
  return [Math.ceil(Math.log2(rows.length)), ...[...calls].sort()].join(" ");
}
