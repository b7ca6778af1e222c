import { closeRequest } from "../storage/requests.ts";
import { transact } from "../storage/transact.ts";
import type { EngineContext } from "./EngineContext.ts";

const AT_ONCE = 200;

/** Ends queued requests that can no longer be mined in time, by the clock of the chain (F24). */
export async function expireQueued({ db, options, observe }: EngineContext, blockTime: number): Promise<void> {
  const expired = await transact(db, async (tx) => {
    const rows = await tx
      .selectFrom("requests")
      .selectAll()
      .where("state", "=", "queued")
      .where("deadline", "<", blockTime + options.deadlineMarginSeconds)
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    rows.sort((a, b) => (a.sponsor < b.sponsor ? -1 : 1));
    for (const row of rows) await closeRequest(tx, row, { state: "expired", reason: EXPIRED });
    return rows;
  });
  for (const { digest, sponsor } of expired) {
    observe({ type: "closed", state: "expired", code: EXPIRED.code, digest, sponsor });
  }
}

const EXPIRED = { code: "REQUEST_EXPIRED", detail: "The deadline passed before the request was sent." };
