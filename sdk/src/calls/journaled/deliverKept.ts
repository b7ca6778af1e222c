import type { Connection } from "../../chain/Connection.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Call, SendOptions, Transaction } from "../Call.ts";
import { TIMEOUTS, waitForReceipt } from "../waiting.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { nonceId } from "./nonces.ts";
import { type Outcome, outcomeOnChain } from "./outcomeOnChain.ts";
import { type Rest, runConcurrently } from "./runConcurrently.ts";
import { type Settled, settle } from "./settle.ts";
import { signCall } from "./signCall.ts";
import { withRetry } from "./withRetry.ts";

/** A signed call that is kept before it is sent, with its items in the order in which it names them. */
export type KeptCall<T> = { readonly request: JournaledRequest; readonly items: readonly T[] };

/** What the work on a journal of calls needs. `T` is what a call carries several of, such as admissions. */
export type Delivery<T> = {
  readonly connection: Connection;
  readonly options: SendOptions<"mined" | "final">;
  /** Resolves once the call survives a crash. */
  readonly keep: (call: KeptCall<T>) => Promise<void>;
  /** The same text for the same item. */
  readonly keyOf: (item: T) => string;
  /** The call that carries these items. */
  readonly callOf: (items: readonly T[]) => Call;
  /** Takes what the chain decided on the items of a call. The first outcome of an item stays. */
  readonly decide: (items: readonly T[], transaction: Transaction) => void;
  /** Whether this run has to deliver it, and has no outcome of it yet. */
  readonly isOpen: (item: T) => boolean;
  /** Takes items that stay undecided in this run. */
  readonly fail: (items: readonly T[], error: unknown) => void;
};

/** Calls of an earlier run that have one nonce, in their order; or items for a call that is not signed yet. */
type Work<T> =
  | { readonly earlier: readonly EarlierCall<T>[] }
  | {
      readonly items: readonly T[];
      /** Declined requests for some of them, which have one nonce and may still execute. */
      readonly declined: readonly KeptCall<T>[];
      readonly attempts: number;
      readonly failure?: unknown;
    };

type EarlierCall<T> = {
  readonly call: KeptCall<T>;
  /** Whether no later call was signed for its items. Only then it is sent again. */
  readonly isLast: boolean;
};

/** How often items are tried whose call was accepted when it was signed, and failed when it was executed. */
const MAX_ATTEMPTS = 3;
/** Milliseconds for which a busy relay or node is asked again before a call is signed. */
const PATIENCE = 5_000;

const DONE: Rest<never> = { again: [], alone: false };

/**
 * Brings items to the chain, each paid for at most once, whichever process dies when: a request is kept before it is
 * sent, and the chain alone says whether it executed. Never throws for an item.
 *
 * @param kept Calls of earlier runs with an item of this one.
 * @param cut Cuts the items that no kept call carries into those of one call each.
 * @throws RELAY_MISSING
 */
export async function deliverKept<T>(
  delivery: Delivery<T>,
  { items, kept, cut, concurrency }: deliverKept.Parameters<T>,
): Promise<void> {
  const { keyOf, connection, options } = delivery;
  const wanted = new Map(items.map((item) => [keyOf(item), item]));
  const calls = kept.filter((call) => call.items.some((item) => wanted.has(keyOf(item))));
  const signed = new Set(calls.flatMap((call) => call.items.map(keyOf)));
  const unsigned = [...wanted].flatMap(([key, item]) => (signed.has(key) ? [] : [item]));
  if (options.via === "relay" && connection.relay === undefined) throw new DoorkeyError("RELAY_MISSING");
  const connected = options.via === "direct" ? { ...connection, relay: undefined } : connection;
  const work: Work<T>[] = [
    ...earlierWork(calls, keyOf),
    ...cut(unsigned).map((batch) => ({ items: batch, declined: [], attempts: 0 })),
  ];
  await runConcurrently(work, concurrency, (one) => deliverOne({ ...delivery, connection: connected }, one));
}

export declare namespace deliverKept {
  type Parameters<T> = {
    readonly items: readonly T[];
    readonly kept: readonly KeptCall<T>[];
    readonly cut: (items: readonly T[]) => readonly (readonly T[])[];
    readonly concurrency: number;
  };
}

/** The calls of earlier runs, a group for each nonce, because a relay takes one request of a nonce at a time. */
function earlierWork<T>(calls: readonly KeptCall<T>[], keyOf: (item: T) => string): Work<T>[] {
  const last = new Map(calls.flatMap((call) => call.items.map((one) => [keyOf(one), call])));
  const earlier = calls.map((call) => ({
    call,
    isLast: call.items.every((item) => last.get(keyOf(item)) === call),
  }));
  return [...Map.groupBy(earlier, ({ call }) => nonceId(call.request)).values()].map((group) => ({ earlier: group }));
}

async function deliverOne<T>(delivery: Delivery<T>, work: Work<T>): Promise<Rest<Work<T>>> {
  return "earlier" in work ? settleEarlier(delivery, work.earlier) : deliverNew(delivery, work);
}

async function settleEarlier<T>(delivery: Delivery<T>, earlier: readonly EarlierCall<T>[]): Promise<Rest<Work<T>>> {
  const declined: KeptCall<T>[] = [];
  const items = new Map<string, T>();
  try {
    for (const { call, isLast } of earlier) {
      for (const item of call.items) items.set(delivery.keyOf(item), item);
      const outcome = isLast
        ? await settle(delivery.connection, call.request)
        : await withRetry(() => outcomeOnChain(delivery.connection, call.request), PATIENCE);
      if (outcome === undefined || outcome.status === "declined") declined.push(call);
      else await conclude(delivery, call, outcome);
    }
  } catch (error) {
    delivery.fail(earlier.flatMap(({ call }) => call.items).filter(delivery.isOpen), error);
    return DONE;
  }
  const open = [...items.values()].filter(delivery.isOpen);
  return open.length === 0 ? DONE : again({ items: open, declined, attempts: 0 });
}

async function deliverNew<T>(
  delivery: Delivery<T>,
  work: Exclude<Work<T>, { earlier: unknown }>,
): Promise<Rest<Work<T>>> {
  const { connection } = delivery;
  let items = work.items;
  try {
    const declined: KeptCall<T>[] = [];
    for (const call of work.declined) {
      const outcome = await withRetry(() => outcomeOnChain(connection, call.request), PATIENCE);
      if (outcome === undefined) declined.push(call);
      else await conclude(delivery, call, outcome);
    }
    items = items.filter(delivery.isOpen);
    if (items.length === 0) return DONE;
    if (work.attempts === MAX_ATTEMPTS) throw work.failure;
    const request = await signed(delivery, items, declined);
    if (request === undefined) {
      const middle = Math.ceil(items.length / 2);
      const halves = [items.slice(0, middle), items.slice(middle)];
      // Parts that must have one nonce go one after the other: the first that uses the nonce frees the others.
      return { again: halves.map((half) => ({ ...work, items: half, declined })), alone: declined.length > 0 };
    }
    const call = { request, items };
    await delivery.keep(call);
    const outcome = await settle(connection, request);
    const attempts = work.attempts + 1;
    if (outcome.status === "declined") {
      return again({ items, declined: [...declined, call], attempts, failure: outcome.error });
    }
    await conclude(delivery, call, outcome);
    if (outcome.status === "done") return DONE;
    return again({ items, declined, attempts, failure: outcome.error });
  } catch (error) {
    delivery.fail(items.filter(delivery.isOpen), error);
    return DONE;
  }
}

/** Undefined if the items must be split. */
async function signed<T>(
  { connection, callOf }: Delivery<T>,
  items: readonly T[],
  declined: readonly KeptCall<T>[],
): Promise<JournaledRequest | undefined> {
  const call = callOf(items);
  const twins = declined.map((one) => one.request);
  try {
    return await withRetry(() => signCall(connection, call, twins), PATIENCE);
  } catch (error) {
    if (isDoorkeyError(error, "CALL_TOO_LARGE") && items.length > 1) return undefined;
    throw error;
  }
}

/** Takes the decisions of a call that was executed. One that failed, or never will execute, decides nothing. */
async function conclude<T>(delivery: Delivery<T>, call: KeptCall<T>, outcome: Settled | Outcome): Promise<void> {
  if (outcome.status !== "done") return;
  await waitUntil(delivery, outcome.transaction);
  delivery.decide(call.items, outcome.transaction);
}

async function waitUntil<T>({ connection, options }: Delivery<T>, { hash }: Transaction): Promise<void> {
  if (options.until !== "final") return;
  await waitForReceipt(connection.provider, hash, "final", Date.now() + (options.timeout ?? TIMEOUTS.final));
}

function again<T>(work: Work<T>): Rest<Work<T>> {
  return { again: [work], alone: false };
}
