import type { Result } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { send } from "../calls/send.ts";
import { poll, TIMEOUTS, transactionOf, untilChanged, waitForReceipt } from "../calls/waiting.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import type { Relay } from "../relay/Relay.ts";
import type { SubmitResult } from "../relay/wire.ts";
import { idsOf, type ReturnedRight, returnedIn } from "./returnedIn.ts";

/** Returns in one call; each may have eight rights. */
const BATCH = 50;

/**
 * Delivers returns that holders signed, through the relay or directly. If a right cannot be returned, it is passed
 * over. The same returns may be delivered again. Freed places can be granted again only after `reopenPlaces`.
 *
 * @throws what `send` throws, RELAY_UNREACHABLE, CALL_UNDECIDED; LOG_MISSING if the relay names a transaction that does
 * not have them.
 * @example
 * import type { Connection } from "doorkey";
 * import { deliverReturns } from "doorkey/agent";
 * import type { SignedReturn } from "doorkey/buyer";
 *
 * async function takeBack(connection: Connection, wish: SignedReturn) {
 *   const rights = await deliverReturns(connection, { returns: [wish] });
 *   return rights.every(({ status }) => status === "returned");
 * }
 */
export async function deliverReturns(
  connection: Connection,
  parameters: deliverReturns.Parameters,
): Promise<readonly ReturnedRight[]> {
  const { returns } = checked(connection, parameters, ["returns"]);
  const results: ReturnedRight[] = [];
  for (let start = 0; start < returns.length; start += BATCH) {
    const part = returns.slice(start, start + BATCH);
    const { relay } = connection;
    results.push(...(await (relay === undefined ? directly(connection, part) : throughRelay(connection, relay, part))));
  }
  return results;
}

export declare namespace deliverReturns {
  type Parameters = { readonly returns: readonly SignedReturn[] };
}

async function directly(connection: Connection, returns: readonly SignedReturn[]): Promise<ReturnedRight[]> {
  const call = encodeCall(connection, "EntryRightRegistry", "returnRights", [returns]);
  const { transaction } = await send(connection, call, () => ({}));
  return returnedIn(connection, transaction, returns).flat();
}

async function throughRelay(
  connection: Connection,
  relay: Relay,
  returns: readonly SignedReturn[],
): Promise<ReturnedRight[]> {
  const submitted = await relay.submitReturns(returns);
  const deadline = Date.now() + TIMEOUTS.mined;
  const outcomes = returns.map(async (one, i) => {
    const outcome = await outcomeOf(connection, relay, submitted[i], deadline);
    if (typeof outcome === "string") {
      return idsOf(one).map((rightId): ReturnedRight => ({ rightId, status: "refused", reason: outcome }));
    }
    const together = await returnsOf(connection, outcome);
    const returned = returnedIn(connection, outcome, together).find((rights, place) => {
      const sent = together[place] as SignedReturn;
      if (sent.signature.toLowerCase() === one.signature.toLowerCase()) return true;
      // The holder may have signed it twice, and the relay takes the first.
      return isSameReturn(sent, one) && rights.every(({ status }) => status === "returned");
    });
    if (returned !== undefined) return returned;
    throw new DoorkeyError("LOG_MISSING", { details: [`Right ${one.rightId} in ${outcome.hash}.`] });
  });
  return (await Promise.all(outcomes)).flat();
}

function isSameReturn(a: SignedReturn, b: SignedReturn): boolean {
  return (["rightId", "count", "rebinds", "expiresAt"] as const).every((name) => BigInt(a[name]) === BigInt(b[name]));
}

/** The transaction that delivered it, or the reason why the relay will not. */
async function outcomeOf(
  connection: Connection,
  relay: Relay,
  submitted: SubmitResult | undefined,
  deadline: number,
): Promise<Transaction | string> {
  if (submitted === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It returned no result."] });
  if ("problem" in submitted) return submitted.problem.code;
  const { digest } = submitted;
  const ask = async () => {
    const now = await relay.status(digest);
    return now !== undefined && now.state !== "queued" && now.state !== "assigned" ? now : undefined;
  };
  const status = await poll(deadline, `Return ${digest}.`, ask, untilChanged(relay, digest));
  if (status.transactionHash === undefined) return status.reason?.code ?? status.state.toUpperCase();
  return transactionOf(await waitForReceipt(connection.provider, status.transactionHash, "mined", deadline));
}

/** All returns that a relay delivered in one transaction, perhaps for several holders. */
async function returnsOf({ provider }: Connection, { hash }: Transaction): Promise<readonly SignedReturn[]> {
  const sent = await askChain(() => provider.getTransaction(hash));
  const call = interfaces.EntryRightRegistry.parseTransaction({ data: sent?.data ?? "0x" });
  if (call?.name !== "returnRights") throw new DoorkeyError("LOG_MISSING", { details: [`No returns in ${hash}.`] });
  const returns = call.args[0] as readonly Result[];
  return returns.map(({ rightId, count, rebinds, expiresAt, signature }) => ({
    rightId: String(rightId),
    count: Number(count),
    rebinds: Number(rebinds),
    expiresAt: String(expiresAt),
    signature,
  }));
}
