import type { Hex } from "doorkey";
import { closeRequest } from "../storage/requests.ts";
import { recordStatus } from "../storage/statusEvents.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { Tx } from "../storage/transact.ts";

/** A request that failed alone this often is not tried again. */
const SOLO_FAILURES = 2;

/**
 * Handles a transaction that failed as a whole, which no request should be able to cause. Its requests return to the
 * queue and go into transactions half as large, until the culprit is alone. A request that fails alone twice is
 * rejected (F11).
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

const QUARANTINED = { code: "QUARANTINED", detail: "Every transaction with this request failed as a whole." };

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
