import type { Transaction } from "../calls/Call.ts";
import { callOf } from "../calls/callOf.ts";
import { send } from "../calls/send.ts";
import { poll, transactionOf, waitForReceipt } from "../calls/waiting.ts";
import type { Connection } from "../connection/Connection.ts";
import { DoorkeyError } from "../errors/DoorkeyError.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult } from "../relay/wire.ts";
import type { RightId } from "../values/RightId.ts";
import { changesIn } from "./changes.ts";

/** Returns in one call; each may be of eight rights. */
const BATCH = 50;
/** Longest wait for one call, in milliseconds. */
const TIMEOUT = 180_000;

/** What became of a right that its holder gave back. */
export type ReturnedRight = {
  readonly rightId: RightId;
  /** Why it was not returned: a refusal's name, or the relay's code. Undefined: it was. */
  readonly why: string | undefined;
};

/**
 * Delivers returns that holders signed, through the relay or directly. Each right by itself: what cannot be returned is
 * passed over. The same returns again are no harm. Places are freed, and granted again only after `reopen`.
 *
 * @throws what `send` throws, RELAY_UNREACHABLE, CALL_UNDECIDED.
 * @example
 * import type { Connection } from "doorkey";
 * import { deliverReturns } from "doorkey/agent";
 * import type { SignedReturn } from "doorkey/buyer";
 *
 * async function takeBack(connection: Connection, wish: SignedReturn) {
 *   const rights = await deliverReturns(connection, [wish]);
 *   return rights.every(({ why }) => why === undefined);
 * }
 */
export async function deliverReturns(
  connection: Connection,
  returns: readonly SignedReturn[],
): Promise<readonly ReturnedRight[]> {
  const results: ReturnedRight[] = [];
  for (let start = 0; start < returns.length; start += BATCH) {
    const part = returns.slice(start, start + BATCH);
    const { relay } = connection;
    results.push(...(await (relay === undefined ? directly(connection, part) : throughRelay(connection, relay, part))));
  }
  return results;
}

async function directly(connection: Connection, returns: readonly SignedReturn[]): Promise<ReturnedRight[]> {
  const call = callOf(connection, "EntryRightRegistry", "returnRights", [returns]);
  const { transaction } = await send(connection, call, () => ({}));
  return returns.flatMap((one) => rightsOf(connection, one, transaction));
}

async function throughRelay(
  connection: Connection,
  relay: Relay,
  returns: readonly SignedReturn[],
): Promise<ReturnedRight[]> {
  const submitted = await relay.submitReturns(returns);
  const deadline = Date.now() + TIMEOUT;
  const outcomes = returns.map(async (one, i) => {
    const outcome = await outcomeOf(connection, relay, submitted[i], deadline);
    if (typeof outcome !== "string") return rightsOf(connection, one, outcome);
    return idsOf(one).map((rightId) => ({ rightId, why: outcome }));
  });
  return (await Promise.all(outcomes)).flat();
}

/** The transaction that delivered it, or why the relay will not. */
async function outcomeOf(
  connection: Connection,
  relay: Relay,
  submitted: SubmitResult | undefined,
  deadline: number,
): Promise<Transaction | string> {
  if (submitted === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It gave no result."] });
  if ("problem" in submitted) return submitted.problem.code;
  const { digest } = submitted;
  const status = await poll(deadline, `Return ${digest}.`, async () => {
    const now = await relay.status(digest);
    return now !== undefined && now.state !== "queued" && now.state !== "assigned" ? now : undefined;
  });
  if (status.transactionHash === undefined) return status.reason?.code ?? status.state.toUpperCase();
  return transactionOf(await waitForReceipt(connection.provider, status.transactionHash, "mined", deadline));
}

/** A return that was refused as a whole logged its first right only. */
function rightsOf(connection: Connection, one: SignedReturn, transaction: Transaction): ReturnedRight[] {
  const { changed, refused } = changesIn(connection, transaction, "RightReturned", "ReturnRefused");
  const whole = refused.get(BigInt(one.rightId));
  return idsOf(one).map((rightId) => ({
    rightId,
    why: changed.has(rightId) ? undefined : (refused.get(rightId) ?? whole ?? "RightNonexistent"),
  }));
}

function idsOf({ rightId, count }: SignedReturn): RightId[] {
  return Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i));
}
