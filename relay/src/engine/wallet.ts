/** What a signer can pay. */

import { sql } from "kysely";
import type { ChainView } from "../chain/ChainView.ts";
import { unansweredOf } from "../chain/unanswered.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import type { Plan } from "./plan.ts";

/**
 * Wei that a signer has left for new transactions, beside what those under way may still cost. Undefined if it must build
 * none: below `lowBalanceWei`, or because its account got code (EIP-7702), whose owner can move the ether at any moment
 * and of which nodes hold only one waiting transaction. What is under way continues (F17, F43).
 */
export async function walletOf(context: EngineContext, lease: Lease, view: ChainView): Promise<bigint | undefined> {
  const { options } = context;
  const { signer } = lease;
  const [code, balance] = await Promise.all([
    view.codeOf(signer).catch(unansweredOf),
    view.balanceOf(signer).catch(unansweredOf),
  ]);
  // A node that does not say is not a reason to stop: it refuses what the signer cannot pay.
  const coded = typeof code === "string" && DELEGATED.test(code);
  if (await mark(context, lease, "code_since", coded))
    context.observe({ type: coded ? "code_found" : "code_gone", signer });
  if (typeof balance !== "bigint") return coded ? undefined : 2n ** 256n;
  const low = balance < options.lowBalanceWei;
  if (await mark(context, lease, "low_since", low)) {
    context.observe({ type: low ? "balance_low" : "balance_ok", signer, balanceWei: balance });
  }
  // Another node may know better.
  if (coded || low) view.distrust();
  return coded || low ? undefined : balance - (await committed(context, lease));
}

/** The code of an account that delegates to a contract. A key's account can have no other. */
const DELEGATED = /^0xef0100[0-9a-f]{40}$/i;

/** The first plans that the wallet can pay at their highest cost, all together. */
export function payable(
  { observe }: EngineContext,
  { signer }: Lease,
  plans: readonly Plan[],
  wallet: bigint,
): readonly Plan[] {
  let left = wallet;
  for (const [i, { maxCost }] of plans.entries()) {
    if (maxCost > left) {
      observe({ type: "balance_short", signer, leftWei: left, neededWei: maxCost });
      return plans.slice(0, i);
    }
    left -= maxCost;
  }
  return plans;
}

/** Sets or clears a time of the signer's row. Returns whether that was a change. */
async function mark(
  { db }: EngineContext,
  { signer }: Lease,
  column: "low_since" | "code_since",
  set: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("signers")
    .set({ [column]: set ? sql<Date>`clock_timestamp()` : null })
    .where("address", "=", signer)
    .where(column, set ? "is" : "is not", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The most that transactions under way may still cost. */
async function committed({ db }: EngineContext, { signer }: Lease): Promise<bigint> {
  const { rows } = await sql<{ wei: bigint }>`
    select coalesce(sum(t.gas_limit * a.max_fee), 0)::numeric(78) as wei
      from transactions t
      join lateral (select max(max_fee) as max_fee from attempts where tx_id = t.id and refusal is null) a on true
     where t.signer = ${signer} and t.state in ('assigned', 'sent')`.execute(db);
  return rows[0]?.wei ?? 0n;
}
