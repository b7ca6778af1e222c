import { inOrder } from "../storage/inOrder.ts";
import { USED } from "../storage/quarantine.ts";
import { closeRequest } from "../storage/requests.ts";
import { transact } from "../storage/transact.ts";
import type { EngineContext } from "./EngineContext.ts";
import { closeElsewhere } from "./endRequests.ts";

const AT_ONCE = 200;

/** Ends queued requests that can no longer be mined in time, by the clock of the chain (F24). */
export async function expireQueued({ db, options, observe }: EngineContext, blockTime: number): Promise<void> {
  const expired = await transact(db, async (tx) => {
    const found = await tx
      .selectFrom("requests")
      .selectAll()
      .where("state", "=", "queued")
      .where("deadline", "<", blockTime + options.deadlineMarginSeconds)
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    const rows = inOrder(found, ({ sponsor }) => sponsor);
    for (const row of rows) {
      // Whatever used the nonce may have been this request, so it must not count as dead.
      if (row.trouble?.startsWith(USED)) await closeElsewhere(tx, row, "unknown");
      else await closeRequest(tx, row, { state: "expired", reason: EXPIRED });
    }
    return rows;
  });
  for (const { trouble, digest, sponsor } of expired) {
    const state = trouble?.startsWith(USED) ? "executed_elsewhere" : "expired";
    const code = state === "expired" ? EXPIRED.code : "BLOCK_UNKNOWN";
    observe({ type: "closed", state, code, digest, sponsor });
  }
}

const EXPIRED = { code: "REQUEST_EXPIRED", detail: "The deadline passed before the request was sent." };
