import { PageError } from "../core/PageError.ts";
import type { RightId } from "../core/RightId.ts";
import type { Pass, PassRun } from "./Pass.ts";

/**
 * Right `index` of a pass, which counts the rights of all its runs. Throws VALUE_INVALID unless the pass has `count`
 * rights of one run from there on.
 */
export function rightOfPass(pass: Pass, index: number, count: number): RightId {
  const found = runAt(pass, index);
  if (found !== undefined && Number.isInteger(count) && count >= 1) {
    if (count <= found.left) return BigInt(found.run.rightId) + BigInt(found.run.count - found.left);
    if (index + count <= sizeOf(pass)) {
      const details = [`Only ${found.left} of the pass's rights from index ${index} on are in one run, not ${count}.`];
      throw new PageError("VALUE_INVALID", { details });
    }
  }
  throw new PageError("VALUE_INVALID", {
    details: [`The pass has ${sizeOf(pass)} rights, not ${count} from index ${index} on.`],
  });
}

/** How many rights of one run the pass has from `index` on; 0 if it has none. */
export function leftInRun(pass: Pass, index: number): number {
  return runAt(pass, index)?.left ?? 0;
}

function runAt(pass: Pass, index: number): { readonly run: PassRun; readonly left: number } | undefined {
  if (!Number.isInteger(index) || index < 0) return undefined;
  let end = 0;
  for (const run of [pass, ...(pass.runs ?? [])]) {
    end += run.count;
    if (index < end) return { run, left: end - index };
  }
  return undefined;
}

function sizeOf({ count, runs = [] }: Pass): number {
  return runs.reduce((size, run) => size + run.count, count);
}
