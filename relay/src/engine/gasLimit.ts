/**
 * The gas limit of a transaction. It is computed, never estimated. An estimate finds what suffices today, but the
 * forwarder requires that every request can get all the gas that its signer signed for, and reverts everything
 * otherwise (F16).
 */

import type { Hex } from "doorkey";

/** EIP-7825: no transaction may have more. */
export const TRANSACTION_GAS_CAP = 16_777_216;

const BASE = 21_000;

/**
 * Gas that the forwarder spends on a request beside the call and the trust check, rounded up: EIP-712 hash, cold nonce
 * word (22,100), ecrecover (3,000), event (2,600) and loop.
 */
const AROUND_REQUEST = 34_000;

/** The forwarder gives a target this much gas for the trust check. A cold target with a cold delegate costs 5,200. */
const TRUST_CHECK = 30_000 + 5_200;

/** Gas that the forwarder keeps back from a call, which its event may need: the contract's `RESERVE`. */
const RESERVE = 6_000;

/** Gas for hashing and copying a word of call data three times over, and for its memory. */
const PER_WORD = 6 + 3 * 3 + 3;

/** A return: the most expensive signature check, then for each right its status, seat and event. */
const RETURN_BASE = 70_000;
const RETURN_EACH = 45_000;

/** The gas that the relay counts for a return of this many rights. */
export function returnGas(count: number): number {
  return RETURN_BASE + RETURN_EACH * count;
}

/** The gas that a request takes before its call is made. */
export function overheadOf(dataBytes: number): number {
  const words = Math.ceil(dataBytes / 32) + 2;
  return AROUND_REQUEST + TRUST_CHECK + words * PER_WORD + Math.ceil((words * words) / 512);
}

/** Bytes of the call data of a request, and the gas it signed for. */
export type GasItem = { readonly gas: number; readonly dataBytes: number };

/**
 * Gas for executing requests in this order, counted from the last one back. Before each call there must be enough left
 * for the call and the 64th that EIP-150 holds back, and, if the call uses all of its gas, for all later requests.
 */
export function executionGas(items: readonly GasItem[]): number {
  return items.reduceRight((after, { gas, dataBytes }) => {
    const forCheck = Math.ceil((gas * 64) / 63) + RESERVE + 1;
    const forCall = gas + RESERVE + after;
    return overheadOf(dataBytes) + Math.max(forCheck, forCall);
  }, 1_000);
}

/** The gas of call data: 16 or 4 a byte, and in total at least the floor of EIP-7623. */
export function calldataGas(data: Hex, execution: number): number {
  let zeros = 0;
  for (let i = 2; i < data.length; i += 2) if (data[i] === "0" && data[i + 1] === "0") zeros++;
  const nonzeros = (data.length - 2) / 2 - zeros;
  const floor = 10 * zeros + 40 * nonzeros - execution;
  return Math.max(4 * zeros + 16 * nonzeros, floor);
}

/** The gas limit of a transaction with this call data, whose execution may take this much. */
export function gasLimitOf(data: Hex, execution: number): number {
  return BASE + execution + calldataGas(data, execution);
}

/** Bytes that a request adds to the call data of a batch: eleven words around its data. */
export function batchBytes(dataBytes: number): number {
  return 32 * (15 + Math.ceil(dataBytes / 32));
}

/** The highest gas limit of a transaction with this request alone. The reservation is this times the highest price. */
export function soloGas({ gas, dataBytes }: GasItem): number {
  return BASE + 40 * (batchBytes(dataBytes) + 100) + executionGas([{ gas, dataBytes }]);
}
