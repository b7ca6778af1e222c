/**
 * The least gas limit of a transaction. An estimate finds what suffices today, but the forwarder requires that every
 * request can get all the gas that its signer signed for, and reverts everything otherwise (F16). What a node estimates
 * above it is added by `planTransactions`, so that no price of today decides after a fork.
 */

import type { Hex } from "doorkey";
import type { GasFloors } from "../chain/chains.ts";

const BASE = 21_000;

/** The forwarder gives a target this much gas for the trust check. A cold target with a cold delegate costs 5,200. */
const TRUST_CHECK = 30_000 + 5_200;

/** Gas that the forwarder keeps back from a call, which its event may need: the contract's `RESERVE`. */
const RESERVE = 6_000;

/** Gas for hashing and copying a word of call data three times over, and for its memory. */
const PER_WORD = 6 + 3 * 3 + 3;

/** The least gas that the relay counts for a return of this many rights. */
export function returnGas(count: number, floors: GasFloors): number {
  return floors.return + floors.returnedRight * count;
}

/**
 * The gas that a request takes before its call is made. `floors.request` is for what the forwarder spends beside the call
 * and the trust check: EIP-712 hash, cold nonce word, signature check, event and loop.
 */
export function overheadOf(dataBytes: number, floors: GasFloors): number {
  const words = Math.ceil(dataBytes / 32) + 2;
  return floors.request + TRUST_CHECK + words * PER_WORD + Math.ceil((words * words) / 512);
}

/** Bytes of the call data of a request, and the gas it signed for. */
export type GasItem = { readonly gas: number; readonly dataBytes: number };

/**
 * Gas for executing requests in this order, counted from the last one back. Before each call there must be enough left
 * for the call and the 64th that EIP-150 holds back, and, if the call uses all of its gas, for all later requests.
 */
export function executionGas(items: readonly GasItem[], floors: GasFloors): number {
  return totalGas(items.reduce((sum, item) => withItem(sum, item, floors), NO_EXECUTION));
}

/**
 * The gas of some requests, so that another one can be added at their end in one step: at least `least`, and `calls` more
 * than what comes after them.
 */
export type ExecutionGas = { readonly least: number; readonly calls: number };

export const NO_EXECUTION: ExecutionGas = { least: 0, calls: 0 };

/** What the forwarder does after the last request. */
const END = 1_000;

export function withItem({ least, calls }: ExecutionGas, { gas, dataBytes }: GasItem, floors: GasFloors): ExecutionGas {
  const overhead = overheadOf(dataBytes, floors);
  const forCheck = Math.ceil((gas * 64) / 63) + RESERVE + 1;
  return { least: Math.max(least, calls + overhead + forCheck), calls: calls + overhead + gas + RESERVE };
}

export function totalGas({ least, calls }: ExecutionGas): number {
  return Math.max(least, calls + END);
}

/** The gas of call data: 16 or 4 a byte, and in total at least the floor of EIP-7623. */
export function calldataGas(data: Hex, execution: number): number {
  const { zeros, others } = bytesOf(data);
  return Math.max(4 * zeros + 16 * others, 10 * zeros + 40 * others - execution);
}

function bytesOf(data: Hex): { readonly zeros: number; readonly others: number } {
  let zeros = 0;
  for (let i = 2; i < data.length; i += 2) if (data[i] === "0" && data[i + 1] === "0") zeros++;
  return { zeros, others: (data.length - 2) / 2 - zeros };
}

/** The gas limit of a transaction with this call data, whose execution may take this much. */
export function gasLimitOf(data: Hex, execution: number): number {
  return BASE + execution + calldataGas(data, execution);
}

/**
 * The gas that a transaction pays for this call data beyond the ordinary price of its bytes, if it does little else
 * (EIP-7623). A call that asks for less is charged as if it asked for this.
 */
export function floorGas(data: Hex): number {
  const { zeros, others } = bytesOf(data);
  return 6 * zeros + 24 * others;
}

/** Bytes that a request adds to the call data of a batch: eleven words around its data. */
export function batchBytes(dataBytes: number): number {
  return 32 * (15 + Math.ceil(dataBytes / 32));
}

/** The highest gas limit of a transaction with this request alone. The reservation is this times the highest price. */
export function soloGas({ gas, dataBytes }: GasItem, floors: GasFloors): number {
  return BASE + 40 * (batchBytes(dataBytes) + 100) + executionGas([{ gas, dataBytes }], floors);
}
