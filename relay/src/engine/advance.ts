/** Transactions that wait to be mined are signed for the first time, sent again, or sent at a higher price. */

import type { ChainView, FeeHistory } from "../chain/ChainView.ts";
import { neededTip } from "../chain/nodeErrors.ts";
import type { AttemptRow } from "../storage/tables.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { emptyTransaction } from "./emptyTransaction.ts";
import { bumpFees, cheaper, type Fees, raiseTip, suggestFees } from "./fees.ts";
import type { OpenTransaction } from "./openTransactions.ts";
import { pricesOf } from "./prices.ts";
import { broadcast, type Job, type Refusal, sendJobs } from "./sendJobs.ts";

/** A transaction with the attempt that nodes may hold: the newest that was not refused by all, or else the newest. */
type Sent = { readonly transaction: OpenTransaction; readonly last: AttemptRow };

export async function advance(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  waiting: readonly OpenTransaction[],
): Promise<void> {
  if (waiting.length === 0) return;
  const history = await pricesOf(context, view);
  const suggested = suggestFees(history, context.options);
  const fees = suggested ?? feesAtCap(context);

  const unsigned = waiting.filter(({ state }) => state === "assigned");
  await sendJobs(
    context,
    lease,
    unsigned.map((transaction) => ({ transaction, fees })),
    "sent",
  );

  const sent = waiting.flatMap((transaction): Sent[] => {
    const { attempts } = transaction;
    const last = attempts.filter(({ refusal }) => refusal === null).at(-1) ?? attempts.at(-1);
    return transaction.state === "assigned" || last === undefined ? [] : [{ transaction, last }];
  });
  const prices = new Map<Sent, Price>();
  for (const [i, one] of sent.entries()) {
    prices.set(one, await raiseFor(context, view, history, suggested, one, i === 0));
  }
  const raised = sent.flatMap((one): Job[] => {
    const price = prices.get(one);
    return price === undefined || price === "at_fee_cap" ? [] : [{ transaction: one.transaction, fees: price }];
  });
  await sendJobs(context, lease, raised, "bumped");
  for (const why of ["rebroadcast", "at_fee_cap"] as const) {
    const unraised = sent.filter((one) => (prices.get(one) ?? "rebroadcast") === why);
    await rebroadcastForgotten(context, lease, view, unraised, history, suggested, why);
  }
}

/** An assigned nonce has to be used, even if gas costs more than the cap now. */
function feesAtCap({ options }: EngineContext): Fees {
  return { maxFee: options.maxFeeCap, maxTip: options.minTip };
}

type Price = Fees | "at_fee_cap" | undefined;

/**
 * The new price of a transaction, if it needs one. The oldest needs one after `bumpAfterMs`; any one needs one when
 * the base fee is above its price. If a cap forbids a raise, the same bytes are sent again (F5, F6). Nodes ask for steps
 * of 12.5 % only where one of them holds an attempt.
 */
async function raiseFor(
  { chain, options }: EngineContext,
  { distrust }: ChainView,
  { nextBaseFee }: FeeHistory,
  suggested: Fees | undefined,
  { transaction, last: { hash, max_fee, max_tip } }: Sent,
  oldest: boolean,
): Promise<Price> {
  const shut = max_fee < nextBaseFee;
  const stale = oldest && transaction.waitedMs >= options.bumpAfterMs;
  if (!shut && !stale) return undefined;
  // The price may be the reason, or a node that claims nonces which nothing used.
  if (stale) distrust();
  const policy = { ...options, maxFeeCap: ceilingOf(transaction, options.maxFeeCap) };
  if (!(await chain.mayKnow(hash))) {
    if (!shut) return undefined;
    return suggested !== undefined && suggested.maxFee <= policy.maxFeeCap ? suggested : "at_fee_cap";
  }
  const raised = bumpFees({ maxFee: max_fee, maxTip: max_tip }, suggested, policy);
  if (raised === undefined || raised.maxFee < nextBaseFee) return "at_fee_cap";
  // Nodes ask for a higher tip with each replacement. Patience costs less than a tip above the highest.
  return shut || raised.maxTip <= options.maxTip ? raised : "at_fee_cap";
}

/** The highest price at which nodes may take a transaction: below every one that was too dear for them all. */
function ceilingOf({ attempts }: OpenTransaction, cap: bigint): bigint {
  return attempts
    .filter(({ refusal }) => refusal === "too_expensive")
    .reduce((lowest, { max_fee }) => (max_fee <= lowest ? max_fee - 1n : lowest), cap);
}

/** Nodes drop transactions. Those that the node no longer has are sent again, with the same bytes. */
async function rebroadcastForgotten(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  sent: readonly Sent[],
  history: FeeHistory,
  suggested: Fees | undefined,
  why: "rebroadcast" | "at_fee_cap",
): Promise<void> {
  const due = sent.filter(({ transaction }) => transaction.waitedMs >= context.options.rebroadcastAfterMs);
  if (due.length === 0) return;
  const known = await view.known(due.map(({ last }) => last.hash));
  const forgotten = due.filter(({ last }) => !known.has(last.hash));
  const refusals = await broadcast(
    context,
    lease,
    forgotten.map(({ transaction, last }) => {
      const fees = { maxFee: last.max_fee, maxTip: last.max_tip };
      return { nonce: transaction.nonce, raw: last.raw, hash: last.hash, fees, why };
    }),
  );
  for (const [i, one] of forgotten.entries()) {
    const refusal = refusals[i];
    if (refusal !== undefined) await answerRefusal(context, lease, one, refusal, history, suggested);
  }
}

/** How many times `bumpAfterMs` a transaction is sent again that all nodes refuse in words that the relay does not know. */
const UNKNOWN_REFUSALS = 4;

/**
 * A refusal is not silence. If every endpoint refuses a transaction and none has an attempt of it, no replacement rule
 * applies: it is formed again under its nonce, cheaper or with a higher tip, or as one that does nothing. Its requests
 * are then queued again, for smaller transactions (F6, F17, F32).
 */
async function answerRefusal(
  context: EngineContext,
  lease: Lease,
  { transaction, last }: Sent,
  { fault, message }: Refusal,
  { nextBaseFee }: FeeHistory,
  suggested: Fees | undefined,
): Promise<void> {
  const price = { maxFee: last.max_fee, maxTip: last.max_tip };
  const answer = ((): Fees | "give up" | undefined => {
    switch (fault) {
      case "insufficient_funds":
        return suggested !== undefined && suggested.maxFee < price.maxFee ? suggested : undefined;
      case "too_expensive":
        return cheaper(price, nextBaseFee) ?? "give up";
      case "underpriced":
        return price.maxFee < nextBaseFee ? undefined : raiseTip(price, neededTip(message), context.options);
      case "invalid":
      case "gas_too_low":
        return "give up";
      case "unknown":
      case "reverted":
        // Words that the relay does not know. No node has it, so nothing is lost by another one.
        return transaction.waitedMs >= UNKNOWN_REFUSALS * context.options.bumpAfterMs ? "give up" : undefined;
      default:
        return undefined;
    }
  })();
  if (answer === undefined) return;
  for (const { hash } of transaction.attempts) if (await context.chain.mayKnow(hash)) return;
  if (answer === "give up") await emptyTransaction(context, lease, transaction);
  else await sendJobs(context, lease, [{ transaction, fees: answer }], "bumped");
}
