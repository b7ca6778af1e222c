import type { RequestRow } from "../storage/tables.ts";
import { bytesOfAct, drawActOf, signedRequestOf, signedReturnOf } from "./calldata.ts";
import type { Candidate } from "./fillBatches.ts";

export type RowCandidate = Candidate & { readonly row: RequestRow };

/** A queued row as batches are cut from it. */
export function candidateOf(row: RequestRow): RowCandidate {
  const common = { row, kind: row.kind, from: row.from_address, gas: row.gas, maxBatch: row.max_batch };
  if (row.kind === "request") return { ...common, dataBytes: (signedRequestOf(row).request.data.length - 2) / 2 };
  if (row.kind === "act") {
    const act = drawActOf(row);
    const call = act.act === "accept" ? `${act.eventId} ${act.classId}` : row.digest;
    return { ...common, call, dataBytes: bytesOfAct(act) };
  }
  const { rightId, count, signature } = signedReturnOf(row);
  return { ...common, dataBytes: (signature.length - 2) / 2, rights: { first: BigInt(rightId), count } };
}
