import { settle } from "../storage/budgets.ts";
import { closeRequest } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { changeRequests, type Fate, UNDECIDED } from "./changeRequests.ts";
import type { EngineContext } from "./EngineContext.ts";
import { fateOf } from "./fateOf.ts";
import type { Elsewhere, Verdict } from "./preflight.ts";
import { reportClosed } from "./reportClosed.ts";

/**
 * Ends queued requests that will not be sent, for the reasons found. A request that was cancelled meanwhile stays
 * cancelled.
 */
export async function endRequests(
  context: EngineContext,
  ends: readonly (readonly [RequestRow, Verdict])[],
): Promise<void> {
  if (ends.length === 0) return;
  const verdicts = new Map(ends.map(([{ digest }, verdict]) => [digest, verdict]));
  const closed = await transact(context.db, async (tx) => {
    const rows = await tx
      .selectFrom("requests")
      .selectAll()
      .where("digest", "in", [...verdicts.keys()])
      .where("state", "=", "queued")
      .orderBy("sponsor")
      .forUpdate()
      .execute();
    const done: RequestRow[] = [];
    for (const row of rows) {
      const verdict = verdicts.get(row.digest);
      if (verdict === undefined || verdict.go || "unanswered" in verdict || "early" in verdict) continue;
      if ("ending" in verdict) done.push(await closeRequest(tx, row, verdict.ending));
      else done.push(...(await closeElsewhere(tx, row, verdict.elsewhere)));
    }
    return done;
  });
  reportClosed(context, closed);
}

/**
 * Another sender paid, so the sponsor's reservation is settled at zero. If the chain does not tell where, the request ends
 * without a block: its nonce is used, so it must not be signed again with another one before its sender has looked.
 */
export async function closeElsewhere(tx: Tx, row: RequestRow, elsewhere: Elsewhere): Promise<RequestRow[]> {
  await settle(tx, [{ ...row, charged_wei: 0n }]);
  const place = { tx_id: null, position: null };
  const fate: Fate =
    elsewhere === "unknown"
      ? { ...UNDECIDED, ...place, digest: row.digest, state: "executed_elsewhere", ...BLOCK_UNKNOWN }
      : { ...fateOf(row.digest, place, elsewhere.log, elsewhere.result, 0n), state: "executed_elsewhere" };
  return changeRequests(tx, [fate], ["queued"]);
}

const BLOCK_UNKNOWN = {
  reason_code: "BLOCK_UNKNOWN",
  reason_detail: "Another sender executed it, or another request used its nonce. No node says in which block.",
} as const;
