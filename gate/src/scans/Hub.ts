import type { checkScan, EntryCode, Manifest, Policy, Refused, RightId, Scan, Verdict } from "doorkey/code";
import type { Alarms } from "../alarms/Alarms.ts";
import type { Book } from "../merge/Book.ts";
import { Draft } from "../merge/Book.ts";
import type { Storage } from "../storage/openStorage.ts";
import type { Work } from "../storage/writeQueue.ts";
import type { BookTables, Carried } from "./bookTables.ts";
import type { ChainTable } from "./chainTable.ts";
import type { ScanTable } from "./scanTable.ts";
import type { Tally } from "./Tally.ts";

/** A device that calls, as far as scans go. Times are in seconds. */
export type Caller = {
  readonly id: string;
  readonly lane: number;
  readonly publicKey: string;
  readonly role: "steward" | "supervisor";
  readonly revokedAt?: number | undefined;
};

export type HubSettings = {
  /** How long an entry can be undone before it is delivered. */
  readonly undoSeconds: number;
  /** Whether people may leave and come back. */
  readonly reentry: boolean;
  readonly zones: readonly string[];
};

/** What the acts of a hub share. */
export type Hub = {
  readonly storage: Storage;
  readonly book: Book;
  readonly tables: BookTables;
  readonly scans: ScanTable;
  readonly chains: ChainTable;
  /** The serials that the reference of an order names. */
  readonly guests: (reference: string) => readonly number[];
  readonly manifest: () => Manifest;
  readonly policy: (lane: number) => Policy;
  readonly settings: HubSettings;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly check: typeof checkScan;
  /** May blame the hub's own clock in place of a phone's. */
  readonly judge: (code: EntryCode | Refused, verdict: Verdict, now: number) => Verdict;
  readonly alarms: Alarms;
  readonly tally: Tally;
  /** Challenges that were answered, with the second in which they end. */
  readonly answered: Map<string, number>;
  /** The latest scan of each right that was refused for its time. */
  readonly lastSeen: Map<RightId, Scan>;
  /** How many more rights the desk key may let in. */
  readonly byHandLeft: () => number;
  /** Tells pages that claims on these rights changed. */
  readonly tell: (serials: readonly number[]) => void;
};

/** What an act changes, and what of it is not in the book. */
export type Act = { readonly draft: Draft; readonly carried: Map<string, Carried>; readonly at: number };

/**
 * Runs an act inside one transaction. What it changed in the book is written before it returns, and taken back if the
 * disk refuses.
 */
export async function act<T>(hub: Hub, work: (act: Act) => T): Promise<T> {
  let changed: readonly number[] = [];
  const run: Work<T> = (_, undo) => {
    const draft = new Draft(hub.book);
    undo(() => draft.takeBack());
    const acting = { draft, carried: new Map<string, Carried>(), at: hub.now() };
    const result = work(acting);
    changed = hub.tables.save(draft, acting.at, acting.carried);
    return result;
  };
  const result = await hub.storage.write(run);
  if (changed.length > 0) hub.tell(changed);
  return result;
}
