import type { RequestStatus } from "doorkey/relay";
import type { GasFloors } from "../chain/chains.ts";
import { batchBytes, executionGas, type GasItem } from "./gasLimit.ts";

/** What is known of a queued request when batches are cut. */
export type Candidate = GasItem & {
  readonly kind: RequestStatus["kind"];
  readonly from: string;
  /** Most requests in a transaction that carries it. */
  readonly maxBatch: number;
  /** Of an act: what it shares with the acts that go into one call with it. */
  readonly call?: string;
  /** Of a return: the rights [first, first + count), which no other return of the batch may touch. */
  readonly rights?: { readonly first: bigint; readonly count: number };
};

export type BatchLimits = {
  readonly maxRequests: number;
  /** Of the whole transaction. */
  readonly maxGas: number;
  readonly maxBytes: number;
  /** Requests of one signer in one transaction, so that no signer fills it alone. */
  readonly maxPerFrom: number;
  readonly floors: GasFloors;
};

/**
 * Cuts candidates, in their order, into at most `count` batches of one kind each. A candidate that fits into no open
 * batch waits. `tooLarge` finds one that fits into no batch at all.
 */
export function fillBatches<T extends Candidate>(candidates: readonly T[], limits: BatchLimits, count: number): T[][] {
  const batches: T[][] = [];
  for (const candidate of candidates) {
    const home = batches.find((batch) => fits([...batch, candidate], limits));
    if (home !== undefined) home.push(candidate);
    else if (batches.length < count && fits([candidate], limits)) batches.push([candidate]);
  }
  return batches;
}

/** Whether a request is too large for a transaction of its own (F28). */
export function tooLarge(candidate: Candidate, limits: BatchLimits): boolean {
  return !fits([{ ...candidate, maxBatch: 1 }], { ...limits, maxRequests: 1, maxPerFrom: 1 });
}

function fits(batch: readonly Candidate[], limits: BatchLimits): boolean {
  const last = batch.at(-1);
  if (last === undefined || batch.length > limits.maxRequests) return false;
  if (batch.some(({ kind, call, maxBatch }) => kind !== last.kind || call !== last.call || batch.length > maxBatch)) {
    return false;
  }
  if (batch.filter(({ from }) => from === last.from).length > limits.maxPerFrom) return false;
  if (batch.slice(0, -1).some(({ rights }) => overlap(rights, last.rights))) return false;
  const bytes = batch.reduce((sum, { dataBytes }) => sum + batchBytes(dataBytes), 100);
  if (bytes > limits.maxBytes) return false;
  // The most that this many bytes can cost.
  return 21_000 + 40 * bytes + executionGas(batch, limits.floors) <= limits.maxGas;
}

function overlap(a: Candidate["rights"], b: Candidate["rights"]): boolean {
  if (a === undefined || b === undefined) return false;
  return a.first < b.first + BigInt(b.count) && b.first < a.first + BigInt(a.count);
}
