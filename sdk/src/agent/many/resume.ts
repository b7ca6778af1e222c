import { outcomeOnChain } from "../requests/outcomeOnChain.ts";
import type { Batch } from "./cutBatches.ts";
import type { JournaledBatch } from "./GrantJournal.ts";
import { finishBatch, type GrantRun } from "./grantBatch.ts";
import { inLanes } from "./inLanes.ts";
import type { PlannedRow } from "./planRows.ts";

/**
 * Settles what an earlier run had journaled: what happened is read from the chain, what may still happen is sent again
 * unchanged. Rows of requests that are dead stay open.
 */
export async function resume(
  run: GrantRun,
  rows: readonly PlannedRow[],
  journaled: readonly JournaledBatch[],
  lanes: number,
): Promise<void> {
  // The last request of each row. One that is not the last of all its rows was dead when the next was written.
  const lastOf = new Map(journaled.flatMap((batch, i) => batch.rows.map((row) => [row, i] as const)));
  await inLanes([...journaled.entries()], lanes, async ([i, { rows: places, request }]) => {
    const batch = batchOf(rows, places);
    const isLast = places.every((row) => lastOf.get(row) === i);
    if (isLast || (await outcomeOnChain(run.connection, request))?.state === "done") {
      await finishBatch(run, batch, request);
    }
    return { again: [], alone: false };
  });
}

function batchOf(rows: readonly PlannedRow[], places: readonly number[]): Batch {
  const batch = places.flatMap((place) => rows[place] ?? []);
  return { classId: batch[0]?.classId ?? 0, rows: batch, attempts: 0 };
}
