import { transact } from "../storage/transact.ts";
import { changeRequests, UNDECIDED } from "./changeRequests.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { fence } from "./leases.ts";
import type { OpenTransaction } from "./openTransactions.ts";
import { FILL_GAS } from "./reconcile.ts";

/**
 * Takes the requests out of a transaction that no node takes, and lets its nonce do nothing, so that it does not block
 * the nonces above. The requests are queued again, for transactions half as large.
 */
export async function emptyTransaction(
  { db, observe }: EngineContext,
  lease: Lease,
  { id, nonce }: OpenTransaction,
): Promise<void> {
  const { signer } = lease;
  await transact(db, async (tx) => {
    await fence(tx, lease);
    const rows = await tx.selectFrom("requests").select("digest").where("tx_id", "=", id).forUpdate().execute();
    await tx
      .updateTable("requests")
      .set({ max_batch: Math.max(1, Math.floor(rows.length / 2)) })
      .where("tx_id", "=", id)
      .execute();
    const fates = rows.map(({ digest }) => {
      return { ...UNDECIDED, digest, state: "queued", tx_id: null, position: null } as const;
    });
    await changeRequests(tx, fates, ["assigned"]);
    // The stored attempts stay: if one of them is mined after all, its receipt is found by its hash.
    await tx
      .updateTable("transactions")
      .set({ kind: "fill", state: "assigned", to_address: signer, data: "0x", gas_limit: FILL_GAS })
      .where("id", "=", id)
      .execute();
  });
  observe({ type: "emptied", signer, nonce });
}
