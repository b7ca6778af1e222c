import type { RequestStatus } from "doorkey/relay";
import type { GasFloors } from "../chain/chains.ts";
import { batchBytes, type ExecutionGas, type GasItem, NO_EXECUTION, totalGas, withItem } from "./gasLimit.ts";

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
  /** Of a transaction with several requests. One that needs more has a transaction of its own. */
  readonly fullGas: number;
  readonly maxBytes: number;
  /** Requests of one signer in one transaction, so that no signer fills it alone. */
  readonly maxPerFrom: number;
  readonly floors: GasFloors;
};

/** A batch that takes more, with the sums that say whether another candidate fits. */
type OpenBatch<T> = {
  readonly rows: T[];
  maxBatch: number;
  bytes: number;
  execution: ExecutionGas;
  readonly ofFrom: Map<string, number>;
};

/** What call data has beside its requests. */
const BARE_BYTES = 100;

/**
 * Cuts candidates, in their order, into at most `count` batches of one kind each. A candidate that fits into no open
 * batch waits. `tooLarge` finds one that fits into no batch at all.
 */
export function fillBatches<T extends Candidate>(candidates: readonly T[], limits: BatchLimits, count: number): T[][] {
  const batches: OpenBatch<T>[] = [];
  for (const candidate of candidates) {
    const home = batches.find((batch) => fits(batch, candidate, limits));
    if (home !== undefined) add(home, candidate, limits);
    else if (batches.length < count) {
      const fresh = newBatch<T>();
      if (!fits(fresh, candidate, limits)) continue;
      add(fresh, candidate, limits);
      batches.push(fresh);
    }
  }
  return batches.map(({ rows }) => rows);
}

/** Whether a request is too large for a transaction of its own (F28). */
export function tooLarge(candidate: Candidate, limits: BatchLimits): boolean {
  return !fits(newBatch<Candidate>(), { ...candidate, maxBatch: 1 }, { ...limits, maxRequests: 1, maxPerFrom: 1 });
}

function newBatch<T>(): OpenBatch<T> {
  const maxBatch = Number.POSITIVE_INFINITY;
  return { rows: [], maxBatch, bytes: BARE_BYTES, execution: NO_EXECUTION, ofFrom: new Map() };
}

function fits<T extends Candidate>(batch: OpenBatch<T>, candidate: T, limits: BatchLimits): boolean {
  const { rows, maxBatch, ofFrom } = batch;
  const [first] = rows;
  const count = rows.length + 1;
  if (count > Math.min(limits.maxRequests, maxBatch, candidate.maxBatch)) return false;
  if (first !== undefined && (first.kind !== candidate.kind || first.call !== candidate.call)) return false;
  if ((ofFrom.get(candidate.from) ?? 0) >= limits.maxPerFrom) return false;
  if (candidate.rights !== undefined && rows.some(({ rights }) => overlap(rights, candidate.rights))) return false;
  const bytes = batch.bytes + batchBytes(candidate.dataBytes);
  if (bytes > limits.maxBytes) return false;
  const most = first === undefined ? limits.maxGas : limits.fullGas;
  // The most that this many bytes can cost.
  return 21_000 + 40 * bytes + totalGas(withItem(batch.execution, candidate, limits.floors)) <= most;
}

function add<T extends Candidate>(batch: OpenBatch<T>, candidate: T, { floors }: BatchLimits): void {
  batch.rows.push(candidate);
  batch.maxBatch = Math.min(batch.maxBatch, candidate.maxBatch);
  batch.bytes += batchBytes(candidate.dataBytes);
  batch.execution = withItem(batch.execution, candidate, floors);
  batch.ofFrom.set(candidate.from, (batch.ofFrom.get(candidate.from) ?? 0) + 1);
}

function overlap(a: Candidate["rights"], b: Candidate["rights"]): boolean {
  if (a === undefined || b === undefined) return false;
  return a.first < b.first + BigInt(b.count) && b.first < a.first + BigInt(a.count);
}
