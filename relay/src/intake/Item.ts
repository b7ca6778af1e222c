import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import { ProblemError } from "../problems/ProblemError.ts";

/** The answer to one item of a body. */
export type Answer =
  /** The sponsor is there if the item was judged now, for the log. */
  | { readonly digest: Hex; readonly status: RequestStatus; readonly sponsor?: string }
  | { readonly digest?: Hex; readonly problem: ProblemError };

/** An item on its way through the checks; done once there is an answer. */
export type Item<sent> = { readonly sent: sent; digest?: Hex; answer?: Answer };

/**
 * Runs a check on every item that has no answer yet, a few at a time. A ProblemError that it throws is that item's
 * answer; any other error (no chain, no database) ends the whole body, which may then be sent again.
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

async function runOn<sent>(item: Item<sent>, check: (item: Item<sent>) => Promise<void> | void): Promise<void> {
  try {
    await check(item);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    item.answer = { ...(item.digest !== undefined && { digest: item.digest }), problem: error };
  }
}

/** Items without an answer. */
export function unansweredItems<sent>(items: readonly Item<sent>[]): Item<sent>[] {
  return items.filter(({ answer }) => answer === undefined);
}
