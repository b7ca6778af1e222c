/** Transactions that wait to be mined are signed for the first time, sent again, or sent at a higher price. */

import type { ChainView, FeeHistory } from "../chain/ChainView.ts";
import { neededTip } from "../chain/classifySendError.ts";
import type { AttemptRow } from "../storage/tables.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { emptyTransaction } from "./emptyTransaction.ts";
import { bumpFees, cheaper, type Fees, raiseTip, suggestFees } from "./fees.ts";
import type { OpenTransaction } from "./openTransactions.ts";
import { broadcast, type Job, type Refusal, sendJobs } from "./sendJobs.ts";

type Sent = { readonly transaction: OpenTransaction; readonly last: AttemptRow };

export async function advance(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  waiting: readonly OpenTransaction[],
): Promise<void> {
  if (waiting.length === 0) return;
  const history = await view.feeHistory();
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
    const last = transaction.attempts.at(-1);
    return transaction.state === "assigned" || last === undefined ? [] : [{ transaction, last }];
  });
  const prices = new Map(sent.map((one, i) => [one, raiseFor(context, history, suggested, one, i === 0)]));
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

/**
 * The new price of a transaction, if it needs one. The oldest needs one after `bumpAfterMs`; any one needs one when
 * the base fee is above its price. If a cap forbids a raise, the same bytes are sent again (F5, F6).
 */
function raiseFor(
  { options }: EngineContext,
  { nextBaseFee }: FeeHistory,
  suggested: Fees | undefined,
  { transaction, last: { max_fee, max_tip } }: Sent,
  oldest: boolean,
): Fees | "at_fee_cap" | undefined {
  const shut = max_fee < nextBaseFee;
  const stale = oldest && transaction.waitedMs >= options.bumpAfterMs;
  if (!shut && !stale) return undefined;
  const raised = bumpFees({ maxFee: max_fee, maxTip: max_tip }, suggested, options);
  if (raised === undefined || raised.maxFee < nextBaseFee) return "at_fee_cap";
  // Nodes ask for a higher tip with each replacement. Patience costs less than a tip above the highest.
  return shut || raised.maxTip <= options.maxTip ? raised : "at_fee_cap";
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
  for (const [i, { transaction, last }] of forgotten.entries()) {
    const refusal = refusals[i];
    if (refusal !== undefined) await answerRefusal(context, lease, { transaction, last }, refusal, history, suggested);
  }
}

/**
 * A refusal is not silence. If every endpoint refuses a transaction and none has an attempt of it, no replacement rule
 * applies: it is formed again under its nonce, cheaper or with a higher tip, or as one that does nothing. Its requests
 * are then queued again, for smaller transactions (F6, F17, F29).
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
        return "give up";
      default:
        return undefined;
    }
  })();
  if (answer === undefined) return;
  for (const { hash } of transaction.attempts) if (await context.chain.mayKnow(hash)) return;
  if (answer === "give up") await emptyTransaction(context, lease, transaction);
  else await sendJobs(context, lease, [{ transaction, fees: answer }], "bumped");
}
