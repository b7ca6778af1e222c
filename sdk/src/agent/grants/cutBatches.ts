import type { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { GrantItem } from "./GrantItem.ts";
import { inSeatOrder, rightsIn } from "./grantCall.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import type { PlannedRow } from "../bulk/planRows.ts";

/** A request for rows that was declined, and may happen after all. */
export type Declined = { readonly rows: readonly PlannedRow[]; readonly request: JournaledRequest };

/** Rows of one class that are granted by one call. */
export type Batch = {
  readonly classId: number;
  readonly rows: readonly PlannedRow[];
  readonly attempts: number;
  /** Why the last attempt came to nothing. */
  readonly failure?: DoorkeyError | undefined;
  /** What may grant some of the rows. All have one nonce, which the batch must have too. */
  readonly declined: readonly Declined[];
};

/** Records that the code of one store holds, see Records of the contracts. */
const MAX_STANDING = 1_228;
const MAX_SEATED = 1_068;
/** Persons that are looked into by one call: each takes up to 49,000 gas, and relays take requests of 12 million. */
const MAX_TAGGED = 200;
/** Bytes of records and evidence: nodes take transactions of 128 KiB, relays calls of 96. */
const MAX_BYTES = 90_000;

/** Whether items of one class, all with evidence or all without, fit one call. */
export function fitsOneCall(items: readonly GrantItem[]): boolean {
  return rightsIn(items) <= limitFor(items[0]) && items.reduce((bytes, item) => bytes + bytesOf(item), 0) <= MAX_BYTES;
}

function limitFor(item: GrantItem | undefined): number {
  if (item !== undefined && item.evidence.length > 0) return MAX_TAGGED;
  return item !== undefined && item.seats.length > 0 ? MAX_SEATED : MAX_STANDING;
}

function bytesOf({ quantity, evidence }: GrantItem): number {
  // A record; in an ABI encoding each evidence comes with its offset, its length and padding.
  return 23 * quantity + evidence.reduce((bytes, one) => bytes + one.length / 2 + 95, 0);
}

/**
 * Rows in as few calls as may be: those of a class together, with and without evidence apart since a batch is tagged in
 * full or not at all, in the order of their seats.
 */
export function cutBatches(rows: readonly PlannedRow[], declined: readonly Declined[] = []): Batch[] {
  const groups = Map.groupBy(rows, ({ classId, evidence }) => `${classId} ${evidence.length > 0}`);
  return [...groups.values()].flatMap((group) => {
    const classId = group[0]?.classId ?? 0;
    return cut(inSeatOrder(group)).map((part) => ({ classId, rows: part, attempts: 0, declined }));
  });
}

function cut(rows: readonly PlannedRow[]): PlannedRow[][] {
  const parts: PlannedRow[][] = [];
  let part: PlannedRow[] = [];
  let [rights, bytes] = [0, 0];
  for (const row of rows) {
    rights += row.quantity;
    bytes += bytesOf(row);
    if (part.length === 0 || rights > limitFor(row) || bytes > MAX_BYTES) {
      part = [];
      parts.push(part);
      [rights, bytes] = [row.quantity, bytesOf(row)];
    }
    part.push(row);
  }
  return parts;
}

/** The batch in two halves; for what is too large, or refused for a fault of one. */
export function halves({ rows, ...batch }: Batch): [Batch, Batch] {
  const middle = Math.ceil(rows.length / 2);
  return [
    { ...batch, rows: rows.slice(0, middle) },
    { ...batch, rows: rows.slice(middle) },
  ];
}
