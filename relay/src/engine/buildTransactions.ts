/** Builds transactions from the queue: which requests go together, and which nonce they get. */

import type { Hex } from "doorkey";
import type { ChainView } from "../chain/ChainView.ts";
import { pausedScopes } from "../storage/operations.ts";
import type { RequestRow, TransactionRow } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { callFor } from "./calldata.ts";
import { candidateOf } from "./candidateOf.ts";
import { changeRequests, UNDECIDED } from "./changeRequests.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { endRequests } from "./endRequests.ts";
import { suggestFees } from "./fees.ts";
import { type BatchLimits, fillBatches, tooLarge } from "./fillBatches.ts";
import { holdBack } from "./holdBack.ts";
import { fence } from "./leases.ts";
import { type Batch, type Plan, planTransactions } from "./plan.ts";
import { preflight, type Verdict } from "./preflight.ts";
import { pricesOf } from "./prices.ts";
import { isDue, releaseReservations, reserveCandidates } from "./reserveCandidates.ts";
import { sendJobs } from "./sendJobs.ts";
import { payable, walletOf } from "./wallet.ts";

/** What one pass builds at most, so that signers share a long queue, and its first transactions do not wait for its last. */
const MOST_AT_ONCE = 4;

/**
 * Builds transactions while the signer may have more under way, and sends them.
 *
 * @param inFlight How many of this signer's transactions wait to be mined.
 * @returns How many were built.
 */
export async function buildTransactions(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  inFlight: number,
): Promise<number> {
  const room = Math.min(context.options.maxInFlight - inFlight, MOST_AT_ONCE);
  if (room <= 0) return 0;
  const paused = await pausedScopes(context.db);
  if (paused.has("all") || paused.has(`signer:${lease.signer}`)) return 0;
  if (!(await isDue(context, lease, paused))) return 0;
  const wallet = await walletOf(context, lease, view);
  if (wallet === undefined) return 0;
  const fees = suggestFees(await pricesOf(context, view), context.options);
  if (fees === undefined) {
    view.distrust();
    context.observe({ type: "fee_above_cap", signer: lease.signer });
    return 0;
  }

  const limits = limitsAt(context, view);
  const capacity = { requests: room * limits.maxRequests, gas: room * limits.fullGas };
  const rows = await reserveCandidates(context, lease, paused, capacity);
  const batches = await select(context, lease, view, rows, limits, room);
  const plans = await planTransactions(context, lease, view, batches, fees, limits.maxGas);
  const formed = await assign(context, lease, payable(context, lease, plans, wallet));
  if (rows.length > 0) await releaseReservations(context, lease);
  await context.failpoint("assigned");
  await sendJobs(
    context,
    lease,
    formed.map((transaction) => ({ transaction, fees })),
    "sent",
  );
  return formed.length;
}

/** Above this share of a block's gas, a transaction waits for an empty block. */
const MOST_OF_BLOCK = 0.3;
/** Transactions of this share fill a block to its end, however much of their limits they leave. */
const PART_OF_BLOCK = 1 / 8;

/** What fits a transaction in the blocks of now (F28). */
function limitsAt({ options }: EngineContext, { head }: ChainView): BatchLimits {
  const { transactionGas, gas: floors } = options.traits;
  const maxGas = Math.min(options.maxGas, transactionGas, Math.floor(head.gasLimit * MOST_OF_BLOCK));
  return { ...options, floors, maxGas, fullGas: Math.min(maxGas, Math.floor(head.gasLimit * PART_OF_BLOCK)) };
}

async function select(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
  limits: BatchLimits,
  room: number,
): Promise<Batch[]> {
  // Checks only what fits if nothing is refused. The rest waits.
  const chosen = fillBatches(rows.map(candidateOf), limits, room).flat();
  const large = rows.map(candidateOf).filter((candidate) => tooLarge(candidate, limits));
  const verdicts = await preflight(
    context,
    lease,
    view,
    chosen.map(({ row }) => row),
  );
  const ends = chosen.flatMap(({ row }, i): [RequestRow, Verdict][] => {
    const verdict = verdicts[i];
    return verdict === undefined || verdict.go ? [] : [[row, verdict]];
  });
  if (ends.some(([, verdict]) => "unanswered" in verdict)) view.distrust();
  await holdBack(context, ends);
  await endRequests(context, [...ends, ...large.map(({ row }): [RequestRow, Verdict] => [row, TOO_LARGE])]);
  const unused = new Map(chosen.map(({ row }, i) => [row.digest, unusedBy(verdicts[i])]));
  const going = chosen.filter((_, i) => verdicts[i]?.go === true);
  return fillBatches(going, limits, room).map((batch) => ({
    rows: batch.map(({ row }) => row),
    unused: batch.reduce((sum, { row }) => sum + (unused.get(row.digest) ?? 0), 0),
  }));
}

const TOO_LARGE: Verdict = {
  go: false,
  ending: {
    state: "rejected",
    reason: { code: "GAS_TOO_HIGH", detail: "The request does not fit into a transaction." },
  },
};

const unusedBy = (verdict: Verdict | undefined): number => (verdict?.go === true ? verdict.unused : 0);

/**
 * Gives batches their nonces. One database transaction writes the rows, claims the requests and raises the nonce, so
 * that no nonce is lost. Requests that were cancelled meanwhile drop out; an empty batch takes no nonce.
 */
async function assign(
  { db, suite, observe }: EngineContext,
  lease: Lease,
  plans: readonly Plan[],
): Promise<TransactionRow[]> {
  if (plans.length === 0) return [];
  const formed = await transact(db, async (tx) => {
    const { nextNonce } = await fence(tx, lease);
    const living = await lockLiving(
      tx,
      lease,
      plans.flatMap(({ rows }) => rows),
    );
    const whole = plans.flatMap((plan): Plan[] => {
      const rows = plan.rows.filter(({ digest }) => living.has(digest));
      if (rows.length === plan.rows.length) return [plan];
      // Requests were cancelled meanwhile, so the call is made from those that are left.
      return rows.length === 0 ? [] : [{ ...plan, rows, ...callFor(suite, rows) }];
    });
    if (whole.length === 0) return [];
    const transactions = await insertTransactions(tx, lease, nextNonce, whole);
    await tx
      .updateTable("signers")
      .set({ next_nonce: nextNonce + whole.length })
      .where("address", "=", lease.signer)
      .execute();
    return transactions.map((transaction, i) => ({ transaction, requests: whole[i]?.rows.length ?? 0 }));
  });
  for (const { transaction, requests } of formed) {
    const { signer, nonce, gas_limit: gasLimit } = transaction;
    observe({ type: "formed", signer, nonce, requests, gasLimit });
  }
  return formed.map(({ transaction }) => transaction);
}

/** The requests that are still queued and still reserved for this signer. */
async function lockLiving(tx: Tx, { signer }: Lease, rows: readonly RequestRow[]): Promise<ReadonlySet<Hex>> {
  const living = await tx
    .selectFrom("requests")
    .select("digest")
    .where(
      "digest",
      "in",
      rows.map(({ digest }) => digest),
    )
    .where("state", "=", "queued")
    .where("hold_owner", "=", signer)
    .forUpdate()
    .execute();
  return new Set(living.map(({ digest }) => digest));
}

const KINDS = { request: "requests", return: "returns", act: "acts" } as const;

/** Writes a row for each batch, in order, with consecutive nonces, and assigns the batch's requests to it. */
async function insertTransactions(
  tx: Tx,
  { signer }: Lease,
  firstNonce: number,
  plans: readonly Plan[],
): Promise<TransactionRow[]> {
  const inserted = await tx
    .insertInto("transactions")
    .values(
      plans.map(({ rows, to, data, gasLimit }, i) => {
        return {
          signer,
          nonce: firstNonce + i,
          kind: KINDS[rows[0]?.kind ?? "request"],
          state: "assigned",
          to_address: to,
          data,
          gas_limit: gasLimit,
        };
      }),
    )
    .returningAll()
    .execute();
  const transactions = inserted.sort((a, b) => a.nonce - b.nonce);
  const fates = plans.flatMap(({ rows }, i) =>
    rows.map(({ digest }, position) => {
      return { ...UNDECIDED, digest, state: "assigned", tx_id: transactions[i]?.id ?? null, position } as const;
    }),
  );
  await changeRequests(tx, fates, ["queued"]);
  return transactions;
}
