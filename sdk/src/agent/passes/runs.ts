import { type RightId, unpackRightId } from "../../core/RightId.ts";
import type { Pass } from "../../pass/Pass.ts";
import { MAX_QUANTITY } from "../grants/placesFor.ts";

/** Rights of one batch with consecutive ids, at least one and at most eight. */
export type Run<right> = readonly [right, ...right[]];

/** Cuts rights, which are in the order of their ids, into runs. */
export function cutRuns<right extends { readonly rightId: RightId }>(rights: readonly right[]): readonly Run<right>[] {
  const runs: [right, ...right[]][] = [];
  for (const right of rights) {
    const run = runs.at(-1);
    if (run !== undefined && run.length < MAX_QUANTITY && follows(run.at(-1), right)) run.push(right);
    else runs.push([right]);
  }
  return runs;
}

function follows(
  before: { readonly rightId: RightId } | undefined,
  { rightId }: { readonly rightId: RightId },
): boolean {
  if (before === undefined || rightId !== before.rightId + 1n) return false;
  return unpackRightId(rightId).batch === unpackRightId(before.rightId).batch;
}

/** One pass of several runs, from a pass of each. */
export function joinRuns([first, ...others]: readonly [Pass, ...Pass[]]): Pass {
  if (others.length === 0) return first;
  const runs = others.map(({ rightId, count, seats, lacks }) => {
    return { rightId, count, seats, ...(lacks && { seatNumbers: lacks.seatNumbers }) };
  });
  return { ...first, runs };
}
