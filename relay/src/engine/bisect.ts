import type { Hex } from "doorkey";
import { closeRequest } from "../storage/requests.ts";
import { recordStatus } from "../storage/statusEvents.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { Tx } from "../storage/transact.ts";

/** A request that failed alone this often is not tried again. */
const SOLO_FAILURES = 2;

/**
 * After a whole transaction failed, which none of its requests should be able to cause: they go back to the queue, and
 * next time into transactions half as large, until the one that does it is alone; alone twice, it is rejected (F11).
 */
export async function bisect(tx: Tx, rows: readonly RequestRow[]): Promise<void> {
  const half = Math.max(1, Math.floor(rows.length / 2));
  const alone = rows.length === 1;
  for (const row of rows) {
    if (alone && row.solo_failures + 1 >= SOLO_FAILURES) {
      await closeRequest(tx, row, { state: "rejected", reason: QUARANTINED });
    } else {
      await requeue(tx, row.digest, { max_batch: half, solo_failures: row.solo_failures + (alone ? 1 : 0) });
    }
  }
}

const QUARANTINED = { code: "QUARANTINED", detail: "Every transaction with it failed as a whole." };

async function requeue(tx: Tx, digest: Hex, change: Pick<RequestRow, "max_batch" | "solo_failures">): Promise<void> {
  const row = await tx
    .updateTable("requests")
    .set((set) => ({
      ...change,
      state: "queued",
      tx_id: null,
      position: null,
      updated_at: set.fn<Date>("clock_timestamp"),
    }))
    .where("digest", "=", digest)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordStatus(tx, row);
}
