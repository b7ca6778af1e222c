/** What is offered for gas (EIP-1559). */

import type { FeeHistory } from "../chain/ChainView.ts";

export type Fees = { readonly maxFee: bigint; readonly maxTip: bigint };

export type FeePolicy = {
  /** Nothing is ever offered above this. */
  readonly maxFeeCap: bigint;
  /** Tips below it are not worth a validator's while. */
  readonly minTip: bigint;
};

/** Nodes replace a transaction only for this much more on both caps: geth wants 10 %, and rounds. */
const BUMP = { numerator: 1_125n, denominator: 1_000n };

/**
 * What to offer now: twice the next base fee, so that it may rise for six full blocks, and the median tip. Undefined
 * while the base fee alone is above the cap: then nothing new is formed.
 */
export function suggestFees({ nextBaseFee, tips }: FeeHistory, policy: FeePolicy): Fees | undefined {
  if (nextBaseFee + policy.minTip > policy.maxFeeCap) return undefined;
  const sorted = [...tips].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0n;
  const tip = max(median, policy.minTip);
  const maxFee = min(2n * nextBaseFee + tip, policy.maxFeeCap);
  return { maxFee, maxTip: min(tip, maxFee) };
}

/**
 * A price at which a transaction takes the place of one sent at `last`: at least 12.5 % more on both caps, and what is
 * suggested now if that is more. Undefined at the cap: then `last` is sent again and again, and waits for cheaper blocks.
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
