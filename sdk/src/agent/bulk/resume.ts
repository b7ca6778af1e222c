import { nonceId } from "../requests/nonces.ts";
import { outcomesOnChain } from "../requests/outcomeOnChain.ts";
import { settle } from "../requests/settle.ts";
import type { Declined } from "./cutBatches.ts";
import type { JournaledBatch } from "./GrantJournal.ts";
import { type GrantRun, settleRows } from "./grantBatch.ts";
import type { PlannedRow } from "./planRows.ts";
import { runConcurrently } from "./runConcurrently.ts";

/**
 * Settles what an earlier run had journaled: what happened is read from the chain, what may still happen is sent again
 * unchanged. Rows of requests that are dead, or declined, stay open. Returns the declined.
 */
export async function resume(
  run: GrantRun,
  rows: readonly PlannedRow[],
  journaled: readonly JournaledBatch[],
  lanes: number,
): Promise<readonly Declined[]> {
  const { connection } = run;
  const outcomeOf = outcomesOnChain(connection);
  // The last request of each row. One that is not the last of all its rows was dead, or declined, when the next was
  // written.
  const lastOf = new Map(journaled.flatMap((batch, i) => batch.rows.map((row) => [row, i] as const)));
  const declined: Declined[] = [];
  // A relay takes one request of a nonce at a time.
  const byNonce = Map.groupBy(journaled.entries(), ([, { request }]) => nonceId(request));
  await runConcurrently([...byNonce.values()], lanes, async (batches) => {
    for (const [i, { rows: places, request }] of batches) {
      const isLast = places.every((row) => lastOf.get(row) === i);
      const outcome = await (isLast ? settle(connection, request) : outcomeOf(request));
      const batch = places.flatMap((place) => rows[place] ?? []);
      if (outcome?.status === "done") settleRows(run, batch, outcome.transaction);
      if (outcome === undefined || outcome.status === "declined") declined.push({ rows: batch, request });
    }
    return { again: [], alone: false };
  });
  return declined;
}
