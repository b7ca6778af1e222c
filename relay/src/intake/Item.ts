import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import { RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** The answer to one item of a body. */
export type Answer =
  /** The sponsor is there if the item was judged now, for the log. */
  | { readonly digest: Hex; readonly status: RequestStatus; readonly sponsor?: string }
  | { readonly digest?: Hex; readonly problem: ProblemError };

/** An item on its way through the checks; done once there is an answer. */
export type Item<sent> = { readonly sent: sent; digest?: Hex; answer?: Answer };

/**
 * Runs a check on every item that has no answer yet, a few at a time. A ProblemError that it throws, or a node's failure
 * about it, is that item's answer; any other error (no database) ends the whole body, which may then be sent again.
 */
export async function checkUnanswered<sent>(
  items: readonly Item<sent>[],
  check: (item: Item<sent>) => Promise<void> | void,
  atOnce = 8,
): Promise<void> {
  const open = unansweredItems(items);
  for (let start = 0; start < open.length; start += atOnce) {
    await Promise.all(open.slice(start, start + atOnce).map((item) => runOn(item, check)));
  }
}

/** A value that an earlier check sets on every item without an answer. */
export function requireSet<value>(value: value | undefined): value {
  if (value === undefined) throw new ProblemError("INTERNAL");
  return value;
}

async function runOn<sent>(item: Item<sent>, check: (item: Item<sent>) => Promise<void> | void): Promise<void> {
  try {
    await check(item);
  } catch (error) {
    const problem = problemOfItem(error);
    item.answer = { ...(item.digest !== undefined && { digest: item.digest }), problem };
  }
}

/** A node that fails about one item says nothing about the others. */
function problemOfItem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof RpcUnreachable || error instanceof RpcError) {
    return new ProblemError("CHAIN_UNREACHABLE", { retryAfter: 5 });
  }
  throw error;
}

/** Items without an answer. */
export function unansweredItems<sent>(items: readonly Item<sent>[]): Item<sent>[] {
  return items.filter(({ answer }) => answer === undefined);
}
