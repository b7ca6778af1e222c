import type { RequestReason, RequestStatus } from "doorkey/relay";
import type { RequestRow } from "./tables.ts";

/** What clients see of a row. */
export type StatusColumns = Pick<
  RequestRow,
  | "digest"
  | "kind"
  | "state"
  | "outcome"
  | "transaction_hash"
  | "block_number"
  | "block_hash"
  | "gas_used"
  | "reason_code"
  | "reason_detail"
  | "reason_data"
  | "received_at"
  | "updated_at"
>;

/** A row in the form that clients see, without sponsor, money and signer. */
export function statusFrom(row: StatusColumns): RequestStatus {
  return {
    digest: row.digest,
    kind: row.kind,
    state: row.state,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.transaction_hash === null ? {} : { transactionHash: row.transaction_hash }),
    ...(row.block_number === null ? {} : { blockNumber: row.block_number }),
    ...(row.block_hash === null ? {} : { blockHash: row.block_hash }),
    ...(row.gas_used === null ? {} : { gasUsed: String(row.gas_used) }),
    ...(row.reason_code === null ? {} : { reason: reasonFrom(row, row.reason_code) }),
    receivedAt: row.received_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function reasonFrom(row: StatusColumns, code: string): RequestReason {
  const detail = row.reason_detail ?? "";
  return row.reason_data === null ? { code, detail } : { code, detail, revertData: row.reason_data };
}
