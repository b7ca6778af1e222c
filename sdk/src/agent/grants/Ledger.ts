import type { Transaction } from "../../calls/Call.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { GrantItem } from "./GrantItem.ts";

/** An item with its class, and the agent's own number of its order. */
export type Grantable = GrantItem & { readonly classId: number; readonly order?: string | undefined };

/**
 * How a request ended, or how items ended without one:
 * - `granted`: its transaction granted its items, all but those that the contracts passed over;
 * - `declined`: its only relayer says that it will not carry it. It may happen all the same until the chain says that it
 *   is dead, so what is sent next for these items must have its nonce;
 * - `dead`: it never happened and never will: its items are open again;
 * - `refused`: the items cannot be granted;
 * - `undecided`: the request may still happen, but nothing more can be done now.
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

/** An item that is not granted, and the declined requests that may still grant it. All of these have one nonce. */
export type OpenItem<item> = { readonly item: item; readonly declined: readonly JournaledRequest[] };

/**
 * What the grant engine knows of its items. It outlives the process: what `journal` wrote is found again by the next one.
 * A journal file is one, a purchase store the other.
 */
export type Ledger<item> = {
  /** Of these items those that are still to be granted, in their order. */
  open(items: readonly item[]): readonly OpenItem<item>[];
  /**
   * Writes down that `request` is about to be sent; its records are these items, in this order. Resolves once that
   * survives a crash. False if another process has changed one of the items: then nothing may be sent.
   */
  journal(items: readonly item[], request: JournaledRequest): Promise<boolean>;
  /** Takes note of an ending. Throws if its owner cannot go on after it. */
  settle(ending: Ending<item>): Promise<void>;
};
