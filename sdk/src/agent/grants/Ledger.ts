import type { Transaction } from "../../calls/Call.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { GrantItem } from "./GrantItem.ts";

/** An item with its class, and the agent's own id of its order. */
export type Grantable = GrantItem & { readonly classId: number; readonly order?: string | undefined };

/**
 * How a request ended, or how items ended without one:
 * - `granted`: its transaction granted its items, except those that the contracts passed over;
 * - `declined`: its only relayer says that it will not send it. It may execute all the same until the chain says that
 *   it is dead, so the next request for these items must have its nonce;
 * - `dead`: it never executed and never will, so its items are open again;
 * - `refused`: the items cannot be granted;
 * - `undecided`: the request may still execute, but nothing more can be done now.
 */
export type Ending<item> = RequestEnding | ItemsEnding<item>;

export type RequestEnding =
  | { readonly status: "granted"; readonly request: JournaledRequest; readonly transaction: Transaction }
  | { readonly status: "declined"; readonly request: JournaledRequest }
  | { readonly status: "dead"; readonly request: JournaledRequest };

export type ItemsEnding<item> = {
  readonly status: "refused" | "undecided";
  readonly items: readonly item[];
  readonly error: unknown;
};

/** An item that is not granted, and the declined requests that may still grant it. All of them have one nonce. */
export type OpenItem<item> = { readonly item: item; readonly declined: readonly JournaledRequest[] };

/**
 * What the grant engine knows of its items. It outlives the process: the next one finds again what `journal` wrote.
 * There are two ledgers: a journal file and a purchase store.
 */
export type Ledger<item> = {
  /** Those of these items that are still to be granted, in their order. */
  open(items: readonly item[]): readonly OpenItem<item>[];
  /**
   * Writes down that `request` is about to be sent; its records are these items, in this order. Resolves once the entry
   * survives a crash. Returns false if another process changed one of the items: then nothing may be sent.
   */
  journal(items: readonly item[], request: JournaledRequest): Promise<boolean>;
  /** Records an ending. Throws if its owner cannot continue after it. */
  settle(ending: Ending<item>): Promise<void>;
};
