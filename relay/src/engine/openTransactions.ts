import type { Address } from "doorkey";
import { msSince } from "../storage/clocks.ts";
import type { AttemptRow, TransactionRow } from "../storage/tables.ts";
import type { Db } from "../storage/transact.ts";

/** A transaction with its attempts, the newest last. */
export type OpenTransaction = TransactionRow & {
  readonly attempts: readonly AttemptRow[];
  /** Since the last attempt was stored. */
  readonly waitedMs: number;
  /** Since it was built. */
  readonly ageMs: number;
};

/** A signer's transactions under way, by nonce. `fromNonce` selects all from there on that were not displaced. */
export async function openTransactions(db: Db, signer: Address, fromNonce?: number): Promise<OpenTransaction[]> {
  const rows = await db
    .selectFrom("transactions")
    .selectAll()
    .select(msSince("created_at").as("age_ms"))
    .where("signer", "=", signer)
    .$if(fromNonce === undefined, (query) => query.where("state", "in", ["assigned", "sent", "mined"]))
    .$if(fromNonce !== undefined, (query) =>
      query.where("state", "<>", "displaced").where("nonce", ">=", fromNonce ?? 0),
    )
    .orderBy("nonce")
    .execute();
  if (rows.length === 0) return [];
  const attempts = await db
    .selectFrom("attempts")
    .selectAll()
    .select(msSince("created_at").as("waited_ms"))
    .where(
      "tx_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("created_at")
    .orderBy("max_fee")
    .execute();
  return rows.map(({ age_ms: ageMs, ...row }) => {
    const own = attempts.filter(({ tx_id }) => tx_id === row.id);
    return { ...row, attempts: own, waitedMs: own.at(-1)?.waited_ms ?? 0, ageMs };
  });
}
