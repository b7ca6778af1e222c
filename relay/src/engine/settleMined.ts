/** From a receipt to the outcome of each request. */

import { sql } from "kysely";
import type { ChainView, Receipt } from "../chain/ChainView.ts";
import type { GasFloors } from "../chain/chains.ts";
import { keepMargin } from "../storage/budgets.ts";
import { LONG_AGO } from "../storage/clocks.ts";
import type { RequestRow } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { bisect } from "./bisect.ts";
import { changeRequests, type Fate } from "./changeRequests.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { fateOf } from "./fateOf.ts";
import { findExternalExecutions } from "./findExternalExecutions.ts";
import { overheadOf } from "./gasLimit.ts";
import { fence } from "./leases.ts";
import type { OpenTransaction } from "./openTransactions.ts";
import { type Result, readReceipt } from "./readReceipt.ts";

export type Mined = { readonly transaction: OpenTransaction; readonly receipt: Receipt };

type Settlement = Mined & { readonly rows: readonly RequestRow[]; readonly fates: readonly Fate[] };

/** Writes down what mined transactions did, whichever of their attempts it was. Doing it again changes nothing. */
export async function settleMined(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  mined: readonly Mined[],
): Promise<void> {
  if (mined.length === 0) return;
  const rows = await context.db
    .selectFrom("requests")
    .selectAll()
    .where(
      "tx_id",
      "in",
      mined.map(({ transaction }) => transaction.id),
    )
    .orderBy("position")
    .execute();
  const settlements: Settlement[] = [];
  for (const { transaction, receipt } of mined) {
    const own = rows.filter(({ tx_id }) => tx_id === transaction.id);
    try {
      const fates = receipt.success ? await fatesIn(context, view, transaction, receipt, own) : [];
      settlements.push({ transaction, receipt, rows: own, fates });
    } catch (error) {
      // A receipt that cannot be read waits for another answer. The other transactions are settled.
      context.observe({ type: "trouble", signer: lease.signer, error });
    }
  }
  await transact(context.db, async (tx) => {
    await fence(tx, lease);
    await writeMined(tx, settlements);
    const changed = await changeRequests(
      tx,
      settlements.flatMap(({ fates }) => fates),
      ["assigned", "mined"],
    );
    const inState = (wanted: RequestRow["state"]) => changed.filter(({ state }) => state === wanted);
    await keepMargin(tx, inState("mined"), inState("queued"));
    for (const { receipt, rows: own } of settlements) if (!receipt.success) await bisect(tx, own);
  });
  await context.failpoint("mined");
  // Prices of gas may have changed since the node was last asked.
  if (settlements.some(({ receipt }) => !receipt.success)) context.shapes.forget();
  for (const settlement of settlements) reportMined(context, lease, settlement);
}

async function fatesIn(
  context: EngineContext,
  view: ChainView,
  transaction: OpenTransaction,
  receipt: Receipt,
  rows: readonly RequestRow[],
): Promise<Fate[]> {
  const results = readReceipt(context.suite, receipt, rows);
  const costs = splitCost(
    costOf({ transaction, receipt }),
    results.map((result, i) => weightOf(result, rows[i], context.options.traits.gas)),
  );
  const settled = rows.map((row, i) => ({ row, result: results[i] ?? SILENT, cost: costs[i] ?? 0n }));
  const passed = settled.filter(({ result }) => wasElsewhere(result)).map(({ row }) => row);
  const elsewhere = await findExternalExecutions(context, view, passed);
  return settled.map(({ row, result, cost }) => {
    const place = { tx_id: transaction.id, position: row.position };
    const found = elsewhere.get(row.digest);
    if (found !== undefined && "log" in found) return fateOf(row.digest, place, found.log, found.result, cost);
    // Whether this request was executed or another one is not known yet. It waits for the answer in the queue, where the
    // search is repeated; it cannot be executed again.
    if (wasElsewhere(result) && row.kind === "request" && !(found !== undefined && "superseded" in found)) {
      return fateOf(row.digest, place, receipt, SILENT, cost);
    }
    if (found !== undefined && "unanswered" in found) return fateOf(row.digest, place, receipt, SILENT, cost);
    return fateOf(row.digest, place, receipt, result, cost);
  });
}

const SILENT: Result = { outcome: "silent" };

/** The nonce or the right was used before, so another sender may have executed this very request. */
function wasElsewhere(result: Result): boolean {
  if (result.outcome === "skipped") return result.skip.name === "NonceUsed";
  return result.outcome === "failed" && result.code === "RightVoid";
}

/** Divides what a transaction cost among its requests by weight, to the last wei. */
function splitCost(cost: bigint, weights: readonly number[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (cost * BigInt(weight)) / total);
  const rest = cost - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part, i) => (i === 0 ? part + rest : part));
}

/** What a request made the transaction cost, near enough to divide the bill. */
function weightOf(result: Result, row: RequestRow | undefined, floors: GasFloors): number {
  if (row === undefined) return 0;
  if (row.kind !== "request") return row.gas;
  const around = overheadOf(0, floors);
  return "gasUsed" in result && result.gasUsed !== null ? result.gasUsed + around : around;
}

/** What the relay paid, in wei. If the node does not say the price, the most that the relay offered. */
function costOf({ transaction: { attempts }, receipt }: Mined): bigint {
  const { transactionHash, gasUsed, gasPrice, l1Fee } = receipt;
  const offered = attempts.find(({ hash }) => hash === transactionHash)?.max_fee ?? 0n;
  return BigInt(gasUsed) * (gasPrice ?? offered) + l1Fee;
}

async function writeMined(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
  const values = settlements.map(({ transaction, receipt }) => {
    const { transactionHash: hash, blockNumber: number, blockHash: block } = receipt;
    return { id: transaction.id, hash, number, block, cost: String(costOf({ transaction, receipt })) };
  });
  await sql`
    update transactions set state = 'mined', transaction_hash = mined.hash, block_number = mined.number,
      block_hash = mined.block, cost_wei = mined.cost
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as mined(id bigint, hash text, number bigint, block text, cost numeric)
    where transactions.id = mined.id`.execute(tx);
}

function reportMined({ observe }: EngineContext, { signer }: Lease, { transaction, receipt, rows }: Settlement): void {
  const { nonce, ageMs } = transaction;
  const tookMs = ageMs < LONG_AGO ? ageMs : undefined;
  const { gasUsed, gasPrice } = receipt;
  const sponsors = [...new Set(rows.map(({ sponsor }) => sponsor))];
  observe({ type: "mined", signer, nonce, requests: rows.length, sponsors, gasUsed, gasPrice, tookMs });
  if (!receipt.success) observe({ type: "batch_reverted", signer, nonce });
}
