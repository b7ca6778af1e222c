import { settle } from "../storage/budgets.ts";
import { closeRequest } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { changeRequests } from "./changeRequests.ts";
import type { EngineContext } from "./EngineContext.ts";
import { fateOf } from "./fateOf.ts";
import type { ExternalExecution } from "./findExternalExecutions.ts";
import type { Verdict } from "./preflight.ts";

/**
 * Ends queued requests that will not be sent, for the reasons found. A request that was cancelled meanwhile stays
 * cancelled.
 */
export async function endRequests(
  { db, observe }: EngineContext,
  ends: readonly (readonly [RequestRow, Verdict])[],
): Promise<void> {
  if (ends.length === 0) return;
  const verdicts = new Map(ends.map(([{ digest }, verdict]) => [digest, verdict]));
  const closed = await transact(db, async (tx) => {
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
      if (verdict === undefined || verdict.go || "unanswered" in verdict) continue;
      if ("ending" in verdict) done.push(await closeRequest(tx, row, verdict.ending));
      else done.push(...(await closeElsewhere(tx, row, verdict.elsewhere)));
    }
    return done;
  });
  for (const row of closed) {
    if (
      row.state === "rejected" ||
      row.state === "expired" ||
      row.state === "superseded" ||
      row.state === "executed_elsewhere"
    ) {
      const { state, digest, sponsor } = row;
      observe({ type: "closed", state, code: row.reason_code ?? "", digest, sponsor });
    }
  }
}

/** Another sender paid, so the sponsor's reservation is settled at zero. */
async function closeElsewhere(tx: Tx, row: RequestRow, { log, result }: ExternalExecution): Promise<RequestRow[]> {
  await settle(tx, [{ ...row, charged_wei: 0n }]);
  const fate = fateOf(row.digest, { tx_id: null, position: null }, log, result, 0n);
  return changeRequests(tx, [{ ...fate, state: "executed_elsewhere" }], ["queued"]);
}
