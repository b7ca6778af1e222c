import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError, isDoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import { pause } from "../../core/pause.ts";
import { TIMEOUTS } from "../waiting.ts";
import { deliver } from "./deliver.ts";
import type { JournaledRequest } from "./JournaledRequest.ts";
import { type Outcome, outcomeOnChain } from "./outcomeOnChain.ts";
import { withRetry } from "./withRetry.ts";

/**
 * What settling a request comes to. `declined`: who may carry it says that it will not. That is a word: until the chain
 * says that it is dead it may happen, so what it was for is asked again with the same nonce alone.
 */
export type Settled = Outcome | { readonly status: "declined"; readonly error: DoorkeyError };

/** Milliseconds between two tries. */
const PAUSE = 500;

const underway = new WeakMap<Connection, Map<Hex, Promise<Settled>>>();

/**
 * Brings a journaled request to its end, whatever happened to it before: what is on chain already is read, what may
 * still happen is sent again unchanged. Safe to call any number of times, in any process that has the journal.
 *
 * @throws CALL_UNDECIDED when it is not decided in time; FUNDS_MISSING, RELAY_REFUSED and the like while it cannot be
 * sent. The request may still happen then: settle it again later.
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
      // Whatever was said: the chain goes first.
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

/** Said by who alone may carry the request: it passed it over, or would not have it because its call would revert. */
const NOT_TAKEN: readonly string[] = ["REQUEST_DEAD", "CALL_REVERTED"];
