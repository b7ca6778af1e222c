/**
 * Grants items exactly once, whichever process dies when. Every call is a signed request with one nonce, written to the
 * ledger before it is sent; the chain alone says whether it executed. A request that its relayer declined may still
 * execute, so the next one for its items has the same nonce: the chain executes only one of them.
 */

import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { nonceId } from "../../calls/journaled/nonces.ts";
import { type Outcome, outcomeOnChain } from "../../calls/journaled/outcomeOnChain.ts";
import { type Rest, runConcurrently } from "../../calls/journaled/runConcurrently.ts";
import { type Settled, settle } from "../../calls/journaled/settle.ts";
import { signCall } from "../../calls/journaled/signCall.ts";
import { withRetry } from "../../calls/journaled/withRetry.ts";
import type { Connection } from "../../chain/Connection.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { allocateInOrder } from "./allocateInOrder.ts";
import { type Batch, cutBatches, halveBatch } from "./cutBatches.ts";
import { grantCall } from "./grantCall.ts";
import type { HookData } from "./HookData.ts";
import { namedByHook } from "./hookRefusal.ts";
import { countRights, sortBySeat } from "./itemOrder.ts";
import type { Ending, Grantable, Ledger, OpenItem } from "./Ledger.ts";
import { isDivisible, rightsLeft } from "./refusedGrant.ts";

/** What a run of the engine needs to grant items. */
export type GrantEngine<item extends Grantable> = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly agentId: number;
  readonly ledger: Ledger<item>;
  /** Grants a batch whole or not at all. If false, the contracts may pass over some of its records. */
  readonly whole: boolean;
  readonly hookData?: HookData | undefined;
  /** Milliseconds for which a call is retried at a busy relay or node before it is signed. */
  readonly patience: number;
  /** Calls on their way at the same time. */
  readonly concurrency: number;
};

/** A request of an earlier process, with its items in the order of its records. */
export type EarlierRequest = {
  readonly request: JournaledRequest;
  /** Whether no later request was sent for its items. Only then it is sent again. */
  readonly isLast: boolean;
};

/** How often items are tried whose call was accepted when it was signed, and failed when it was executed. */
const MAX_ATTEMPTS = 5;

const DONE: Rest<never> = { again: [], alone: false };

/** Grants the open ones of these items, in as few calls as possible. If places run out, the first items get them. */
export async function grantItems<item extends Grantable>(
  engine: GrantEngine<item>,
  items: readonly item[],
): Promise<void> {
  const places = new Map(items.map((item, place) => [item, place]));
  // Items that a declined request may still grant must have its nonce, so they form batches of their own.
  const groups = Map.groupBy(engine.ledger.open(items), ({ declined: [first] }) => first && nonceId(first));
  const batches = [...groups.values()].flatMap((group) => cutBatches(group.map(({ item }) => item)));
  const inOrder = (a: item, b: item) => (places.get(a) ?? 0) - (places.get(b) ?? 0);
  await runConcurrently(batches, engine.concurrency, (batch, alone) => grantBatch(engine, batch, alone, inOrder));
}

/**
 * Settles requests of an earlier process: reads what happened from the chain, and sends again, unchanged, what may
 * still execute. The items of a request that failed are open again.
 */
export async function settleEarlier<item extends Grantable>(
  { connection, ledger, concurrency }: GrantEngine<item>,
  earlier: readonly EarlierRequest[],
): Promise<void> {
  // A relay accepts one request of a nonce at a time.
  const byNonce = Map.groupBy(earlier, ({ request }) => nonceId(request));
  await runConcurrently([...byNonce.values()], concurrency, async (requests) => {
    for (const { request, isLast } of requests) {
      const outcome = isLast
        ? await settle(connection, request)
        : await withRetry(() => outcomeOnChain(connection, request));
      await ledger.settle(outcome === undefined ? { status: "declined", request } : endingOf(request, outcome));
    }
    return DONE;
  });
}

/** Grants a batch: signs, journals, sends and settles it. Returns the part that must be tried again. */
async function grantBatch<item extends Grantable>(
  engine: GrantEngine<item>,
  batch: Batch<item>,
  alone: boolean,
  inOrder: (a: item, b: item) => number,
): Promise<Rest<Batch<item>>> {
  const { connection, eventId, agentId, ledger, whole, hookData, patience } = engine;
  const { classId, attempts } = batch;
  try {
    const open = await stillOpen(engine, batch.items);
    const items = sortBySeat(open.map(({ item }) => item));
    if (items.length === 0) return DONE;
    if (attempts === MAX_ATTEMPTS) {
      await ledger.settle({ status: "refused", items, error: batch.failure });
      return DONE;
    }
    const declined = declinedOf(open);
    let request: JournaledRequest;
    try {
      const hooked = { eventId, agentId, classId, items };
      const minLive = whole ? countRights(items) : 0;
      const call = grantCall(connection, hooked, { minLive, hookData: await hookData?.(hooked) });
      request = await withRetry(() => signCall(connection, call, declined), patience);
    } catch (error) {
      return await afterRefusal(engine, { ...batch, items }, error, alone, inOrder);
    }
    // Items that another process changed are not open any more: the rest is granted without them.
    if (!(await ledger.journal(items, request))) return { again: [{ ...batch, items }], alone };
    const outcome = await settle(connection, request);
    await ledger.settle(endingOf(request, outcome));
    if (outcome.status === "done") return DONE;
    return {
      again: [{ ...batch, items, attempts: attempts + 1, failure: outcome.error }],
      alone: outcome.status === "failed",
    };
  } catch (error) {
    await ledger.settle({ status: "undecided", items: batch.items, error });
    return DONE;
  }
}

/** Handles a call that was refused before it was signed: for lack of places, for its size, or because of one item. */
async function afterRefusal<item extends Grantable>(
  engine: GrantEngine<item>,
  batch: Batch<item>,
  error: unknown,
  alone: boolean,
  inOrder: (a: item, b: item) => number,
): Promise<Rest<Batch<item>>> {
  const { items } = batch;
  const open = await stillOpen(engine, items);
  // A declined request granted some of them meanwhile, which may be the reason.
  if (open.length < items.length) return { again: [{ ...batch, items: open.map(({ item }) => item) }], alone };
  const left = rightsLeft(error);
  // The number of places left is certain only when nothing else is on its way.
  if (left !== undefined && !alone) return { again: [batch], alone: true };
  if (left !== undefined) {
    const { fitting, others } = allocateInOrder(items.toSorted(inOrder), left);
    if (fitting.length > 0) return { again: [fitting, others].map((part) => ({ ...batch, items: part })), alone };
  } else if (isDivisible(error) && items.length > 1) {
    // Parts that must have one nonce go one after the other: the first that uses the nonce frees the others.
    return { again: halveBatch(batch), alone: declinedOf(open).length > 0 };
  }
  const isRefused = isDoorkeyError(error, "CALL_TOO_LARGE") || isDoorkeyError(error, "CALL_REVERTED");
  // Sales that open with the next block are no refusal.
  const isFinal = isRefused && !error.retryable;
  const told = await namedByHook(engine.connection, { eventId: engine.eventId, classId: batch.classId }, error);
  await engine.ledger.settle({ status: isFinal ? "refused" : "undecided", items, error: told });
  return DONE;
}

/** The items that are not granted, after a check of their declined requests: the chain may have executed one. */
async function stillOpen<item extends Grantable>(
  { connection, ledger }: GrantEngine<item>,
  items: readonly item[],
): Promise<readonly OpenItem<item>[]> {
  const declined = declinedOf(ledger.open(items));
  for (const request of declined) {
    const outcome = await withRetry(() => outcomeOnChain(connection, request));
    if (outcome !== undefined) await ledger.settle(endingOf(request, outcome));
  }
  return ledger.open(items);
}

/** The declined requests of all these items, each once. */
function declinedOf(open: readonly OpenItem<unknown>[]): JournaledRequest[] {
  const declined = open.flatMap((one) => one.declined);
  return [...new Map(declined.map((request) => [request.digest, request])).values()];
}

function endingOf(request: JournaledRequest, outcome: Outcome | Settled): Ending<never> {
  if (outcome.status === "done") return { status: "granted", request, transaction: outcome.transaction };
  return { status: outcome.status === "declined" ? "declined" : "dead", request };
}
