import type { DoorkeyError } from "../../core/DoorkeyError.ts";
import { callBytes, MAX_CALL_BYTES, maxRights } from "../grants/callLimits.ts";
import { sortBySeat } from "../grants/grantCall.ts";
import type { JournaledRequest } from "../requests/JournaledRequest.ts";
import type { PlannedRow } from "./planRows.ts";

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

/**
 * Rows in as few calls as may be: those of a class together, with and without evidence apart since a batch is tagged in
 * full or not at all, in the order of their seats.
 */
export function cutBatches(rows: readonly PlannedRow[], declined: readonly Declined[] = []): Batch[] {
  const groups = Map.groupBy(rows, ({ classId, evidence }) => `${classId} ${evidence.length > 0}`);
  return [...groups.values()].flatMap((group) => {
    const classId = group[0]?.classId ?? 0;
    return cut(sortBySeat(group)).map((part) => ({ classId, rows: part, attempts: 0, declined }));
  });
}

function cut(rows: readonly PlannedRow[]): PlannedRow[][] {
  const parts: PlannedRow[][] = [];
  let part: PlannedRow[] = [];
  let [rights, bytes] = [0, 0];
  for (const row of rows) {
    rights += row.quantity;
    bytes += callBytes(row);
    if (part.length === 0 || rights > maxRights(row) || bytes > MAX_CALL_BYTES) {
      part = [];
      parts.push(part);
      [rights, bytes] = [row.quantity, callBytes(row)];
    }
    part.push(row);
  }
  return parts;
}

/** The batch in two halves; for what is too large, or refused for a fault of one. */
export function halveBatch({ rows, ...batch }: Batch): [Batch, Batch] {
  const middle = Math.ceil(rows.length / 2);
  return [
    { ...batch, rows: rows.slice(0, middle) },
    { ...batch, rows: rows.slice(middle) },
  ];
}
