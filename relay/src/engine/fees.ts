/** The price that the relay offers for gas (EIP-1559). */

import type { FeeHistory } from "../chain/ChainView.ts";

export type Fees = { readonly maxFee: bigint; readonly maxTip: bigint };

export type FeePolicy = {
  /** The relay never offers more. */
  readonly maxFeeCap: bigint;
  /** The relay never offers a lower tip, because validators would pass it over. */
  readonly minTip: bigint;
  /** The relay never offers a higher tip, except to replace what the base fee has shut out. */
  readonly maxTip: bigint;
};

/** Nodes replace a transaction only if both caps are this much higher. geth asks for 10 % and rounds. */
const BUMP = { numerator: 1_125n, denominator: 1_000n };

/**
 * The price to offer now: twice the next base fee, so that it may rise for six full blocks, plus the median of the low
 * tips of the last blocks.
 * Undefined while base fee and lowest tip are above the cap; then nothing new is built.
 */
export function suggestFees({ nextBaseFee, tips }: FeeHistory, policy: FeePolicy): Fees | undefined {
  if (nextBaseFee + policy.minTip > policy.maxFeeCap) return undefined;
  const sorted = [...tips].sort((a, b) => (a < b ? -1 : 1));
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0n;
  const tip = min(max(median, policy.minTip), policy.maxTip);
  const maxFee = min(2n * nextBaseFee + tip, policy.maxFeeCap);
  return { maxFee, maxTip: min(tip, maxFee) };
}

/** What a transaction that is sent now is likely to pay per gas: the base fee may rise for two full blocks. */
export function likelyFee(history: FeeHistory, policy: FeePolicy): bigint {
  const tip = suggestFees(history, policy)?.maxTip ?? policy.minTip;
  return min((history.nextBaseFee * 5n) / 4n + tip, policy.maxFeeCap);
}

/** Half the price, but no less than the next base fee and the tip. Undefined if it is that low already. */
export function cheaper(last: Fees, nextBaseFee: bigint): Fees | undefined {
  const maxFee = max(last.maxFee / 2n, nextBaseFee + last.maxTip);
  return maxFee < last.maxFee ? { maxFee, maxTip: last.maxTip } : undefined;
}

/**
 * The price after a node refused `last` because of its tip, and no node holds it: only the tip rises, to what the node
 * asks for, or else to twice as much, or to the highest tip. Undefined if that is not enough or not more.
 */
export function raiseTip(last: Fees, needed: bigint | undefined, policy: FeePolicy): Fees | undefined {
  const maxTip = max(needed ?? min(2n * last.maxTip, policy.maxTip), last.maxTip + 1n);
  if (maxTip > policy.maxTip) return undefined;
  const maxFee = min(last.maxFee + maxTip - last.maxTip, policy.maxFeeCap);
  return maxTip > maxFee ? undefined : { maxFee, maxTip };
}

/**
 * The price at which a transaction replaces one sent at `last`: at least 12.5 % more on both caps, or the suggested
 * price if that is higher. Undefined above the cap; then `last` is sent again until blocks are cheaper.
 */
export function bumpFees(last: Fees, suggested: Fees | undefined, { maxFeeCap }: FeePolicy): Fees | undefined {
  const least = { maxFee: raise(last.maxFee), maxTip: raise(last.maxTip) };
  if (least.maxFee > maxFeeCap) return undefined;
  const maxFee = max(least.maxFee, suggested?.maxFee ?? 0n);
  return { maxFee, maxTip: min(max(least.maxTip, suggested?.maxTip ?? 0n), maxFee) };
}

function raise(fee: bigint): bigint {
  return (fee * BUMP.numerator + BUMP.denominator - 1n) / BUMP.denominator;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
