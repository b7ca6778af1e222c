import type { Connection } from "../../chain/Connection.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import { pause } from "../../core/pause.ts";
import { TIMEOUTS } from "../waiting.ts";
import { deliver } from "./deliver.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { type Outcome, outcomeOnChain } from "./outcomeOnChain.ts";
import { withRetry } from "./withRetry.ts";

/**
 * The result of settling a request. `declined`: its only relayer says that it will not execute the request. The relayer
 * may lie, and the request may execute until the chain shows that it is dead. So a request that replaces it must have
 * the same nonce.
 */
export type Settled = Outcome | { readonly status: "declined"; readonly error: DoorkeyError };

/** Milliseconds between two attempts. */
const PAUSE = 500;

const underway = new WeakMap<Connection, Map<Hex, Promise<Settled>>>();

/**
 * Settles a journaled request: reads its outcome from the chain or, if it may still execute, sends it again unchanged.
 * Safe to call any number of times, in any process that has the journal.
 *
 * @throws CALL_UNDECIDED when it has no outcome in time; FUNDS_MISSING, RELAY_REFUSED and the like while it cannot be
 * sent. The request may still execute then: settle it again later.
 */
export function settle(connection: Connection, journaled: JournaledRequest): Promise<Settled> {
  const known = underway.get(connection) ?? new Map<Hex, Promise<Settled>>();
  underway.set(connection, known);
  const { digest } = journaled;
  const settling =
    known.get(digest) ??
    settleNow(connection, journaled, Date.now() + TIMEOUTS.mined).finally(() => known.delete(digest));
  known.set(digest, settling);
  return settling;
}

async function settleNow(connection: Connection, journaled: JournaledRequest, deadline: number): Promise<Settled> {
  for (;;) {
    const before = await withRetry(() => outcomeOnChain(connection, journaled));
    if (before !== undefined) return before;
    try {
      return { status: "done", transaction: await deliver(connection, journaled, deadline) };
    } catch (error) {
      // The chain decides first, then the relay's answer.
      const after = await withRetry(() => outcomeOnChain(connection, journaled));
      if (after !== undefined) return after;
      if (isDoorkeyError(error) && NOT_TAKEN.includes(error.code)) return { status: "declined", error };
      if (!isDoorkeyError(error) || !error.retryable) throw error;
      if (Date.now() > deadline)
        throw new DoorkeyError("CALL_UNDECIDED", { cause: error, details: [`Request ${journaled.digest}.`] });
    }
    await pause(PAUSE);
  }
}

/** Codes with which the request's only relayer declines it: it was skipped, or its call would revert. */
const NOT_TAKEN: readonly string[] = ["REQUEST_DEAD", "CALL_REVERTED"];
