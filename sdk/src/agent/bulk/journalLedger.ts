import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { Connection } from "../../chain/Connection.ts";
import { type CodedError, isDoorkeyError } from "../../core/CodedError.ts";
import type { Hex } from "../../core/Hex.ts";
import { isRefusalName, refusalSentences } from "../../rights/refusals.ts";
import type { EarlierRequest } from "../grants/grantEngine.ts";
import { type GrantedItem, grantedIn } from "../grants/grantedIn.ts";
import type { ItemsEnding, Ledger, RequestEnding } from "../grants/Ledger.ts";
import { refusalsOf } from "../grants/refusedGrant.ts";
import type { GrantJournal, JournaledBatch } from "./GrantJournal.ts";
import type { GrantedRow } from "./GrantRow.ts";
import type { PlannedRow } from "./planRows.ts";

/** The progress of `grantMany`. */
export type GrantProgress = {
  readonly rows: number;
  /** Rows decided so far, each in one of three ways. */
  readonly granted: number;
  readonly refused: number;
  readonly skipped: number;
};

/** The ledger of `grantMany`: the journal has what was sent, the chain how it ended, this object the rows so far. */
export type JournalLedger = Ledger<PlannedRow> & {
  /** The requests that earlier runs of the journal sent, in its order. */
  readonly earlier: () => readonly EarlierRequest[];
  /** Records rows that need no grant. */
  readonly skip: (rows: readonly GrantedRow[]) => void;
  readonly progress: () => GrantProgress;
  /** All decided rows, in their order. */
  readonly results: () => readonly GrantedRow[];
};

/** A request with its rows in the order of its records. */
type Sent = { readonly request: JournaledRequest; readonly rows: readonly PlannedRow[] };

export function journalLedger({
  connection,
  rows,
  journal,
  journaled = [],
  onProgress = () => {},
}: journalLedger.Parameters): JournalLedger {
  const sent = new Map<Hex, Sent>();
  const declined = new Map<Hex, Sent>();
  const results = new Map<number, GrantedRow>();
  const counts = { granted: 0, refused: 0, skipped: 0 };
  for (const { rows: places, request } of journaled) {
    sent.set(request.digest, { request, rows: places.flatMap((place) => rows[place] ?? []) });
  }

  const progress = (): GrantProgress => ({ rows: rows.length, ...counts });

  function decide(decided: readonly GrantedRow[]): void {
    for (const row of decided) {
      const before = results.get(row.row);
      // A declined request may still grant rows that were refused since.
      if (before !== undefined && (before.status !== "refused" || row.status !== "granted")) continue;
      if (before !== undefined) counts[before.status]--;
      results.set(row.row, row);
      counts[row.status]++;
    }
    onProgress(progress());
  }

  function settleItems({ status, items, error }: ItemsEnding<PlannedRow>): void {
    // The run ends; its journal keeps the sent requests.
    if (status === "undecided") throw error;
    const refusals = refusalsOf(error, items);
    decide(items.map((row, i) => refusedRow(row, refusals?.[i] ?? error)));
  }

  function settleRequest(ending: RequestEnding): void {
    const { digest } = ending.request;
    const one = sent.get(digest);
    declined.delete(digest);
    if (one === undefined) return;
    if (ending.status === "declined") declined.set(digest, one);
    if (ending.status !== "granted") return;
    const items = grantedIn(connection, ending.transaction, one.rows);
    decide(one.rows.map((row, i) => grantedRow(row, items[i])));
  }

  return {
    open: (items) => {
      const requests = new Map<PlannedRow, JournaledRequest[]>();
      for (const one of declined.values()) {
        for (const row of one.rows) requests.set(row, [...(requests.get(row) ?? []), one.request]);
      }
      return items.filter(({ row }) => !results.has(row)).map((item) => ({ item, declined: requests.get(item) ?? [] }));
    },
    journal: async (items, request) => {
      await journal?.append({ rows: items.map(({ row }) => row), request });
      sent.set(request.digest, { request, rows: items });
      return true;
    },
    settle: async (ending) => ("items" in ending ? settleItems(ending) : settleRequest(ending)),
    earlier: () => {
      // A request that is not the last of all its rows was dead, or declined, when the next was written.
      const lastOf = new Map([...sent.values()].flatMap(({ request, rows: of }) => of.map((row) => [row, request])));
      return [...sent.values()].map(({ request, rows: of }) => ({
        request,
        isLast: of.every((row) => lastOf.get(row) === request),
      }));
    },
    skip: decide,
    progress,
    results: () => [...results.values()].sort((a, b) => a.row - b.row),
  };
}

export declare namespace journalLedger {
  type Parameters = {
    readonly connection: Connection;
    readonly rows: readonly PlannedRow[];
    readonly journal?: GrantJournal | undefined;
    /** The entries that the journal had when it was opened. */
    readonly journaled?: readonly JournaledBatch[] | undefined;
    readonly onProgress?: ((progress: GrantProgress) => void) | undefined;
  };
}

function grantedRow({ row, order }: PlannedRow, { rightIds, refused }: GrantedItem = NOTHING): GrantedRow {
  const [first] = refused;
  if (rightIds.length === 0 && first !== undefined) return refusedRow({ row, order }, first.reason);
  return { row, order, status: "granted", rightIds, refused };
}

const NOTHING: GrantedItem = { rightIds: [], refused: [] };

/** `why` is the refusal of a record, or the error of a call. */
function refusedRow({ row, order }: Pick<PlannedRow, "row" | "order">, why: unknown): GrantedRow {
  if (isRefusalName(why)) return { row, order, status: "refused", reason: why, sentence: refusalSentences[why] };
  if (!isDoorkeyError(why)) return { row, order, status: "refused", reason: "UNKNOWN", sentence: String(why) };
  return { row, order, status: "refused", reason: why.contractError?.name ?? why.code, sentence: sentenceOf(why) };
}

/** What a row says of an error. Some have what the seller needs in their details alone. */
function sentenceOf({ code, shortMessage, message }: CodedError): string {
  const [, detail = ""] = message.split("\n");
  // Only the details say which hook refused, and what it said.
  if (code === "SALE_HOOK_REFUSED") return detail;
  return code === "ENTRANT_NOT_OFFERED" ? `${shortMessage} ${detail}` : shortMessage;
}
