/**
 * The tables of the relay, as Kysely sees them. Every fact that must survive a crash is here and nowhere else.
 *
 * Addresses, hashes and bytes are lower-case hex text, as on the wire. Amounts and request nonces are NUMERIC(78), read
 * as bigint; BIGINT is read as number (see `open.ts`). Times are the database's, because replicas do not share a clock.
 */

import type { Address, Hex } from "doorkey";
import type { RequestState, RequestStatus, WireDrawAct, WireSignedRequest, WireSignedReturn } from "doorkey/relay";
import type { ColumnType, Generated, Insertable, Selectable } from "kysely";

export type Database = {
  signers: SignersTable;
  replicas: ReplicasTable;
  requests: RequestsTable;
  transactions: TransactionsTable;
  attempts: AttemptsTable;
  status_events: StatusEventsTable;
  budgets: BudgetsTable;
  prepared_nonces: PreparedNoncesTable;
  pauses: PausesTable;
  webhook_deliveries: WebhookDeliveriesTable;
  write_probe: WriteProbeTable;
  admin_sessions: AdminSessionsTable;
  audit_log: AuditLogTable;
};

/** A time that the database sets; only tests and arithmetic in SQL write it. */
type DbTime = ColumnType<Date, Date | undefined, Date>;

/** One row for each key that ever sent for this relay. */
export type SignersTable = {
  address: Address;
  /**
   * The nonce of the next transaction. It changes only in the database transaction that writes that transaction's row.
   */
  next_nonce: number;
  /** The replica that sends for this key, until `lease_until`. */
  lease_owner: string | null;
  lease_until: Date | null;
  /** Rises with every change of owner. A replica that slept through its lease has an old epoch and cannot write. */
  epoch: Generated<number>;
  /** Since when the balance is below `lowBalanceWei`. Until it is higher, no new transaction is built. */
  low_since: Date | null;
  /** When a replica last had this key. Prepared requests may name it for a while after that. */
  seen_at: Date | null;
  /** Since when the account has code. Until it has none, no new transaction is built. */
  code_since: Date | null;
  /** When its replica last brought it up to date, and the words of what went wrong since; null when nothing did. */
  passed_at: Date | null;
  trouble: string | null;
};

/** The processes that run now, with the keys they hold. Signers are shared out among them. */
export type ReplicasTable = {
  owner: string;
  signers: string[];
  seen_at: DbTime;
};

/** What was accepted: a team's ForwardRequest, a holder's signed return, or an act at a draw. */
export type RequestsTable = {
  digest: Hex;
  kind: RequestStatus["kind"];
  state: RequestState;
  /** Signer of the request, or the holder; for an act without a holder, an address made of the act. */
  from_address: Address;
  /** Nonce in the forwarder's bitmap; null for a return and an act. */
  nonce: bigint | null;
  to_address: Address;
  selector: Hex;
  /** Gas of the call itself; for a return, the gas that the relay counts for it. */
  gas: number;
  /** The last second, in chain time. */
  deadline: number;
  /** The only signer that may send it; null = any. */
  relayer: Address | null;
  payload: ColumnType<WireSignedRequest | WireSignedReturn | WireDrawAct, string, never>;
  sponsor: string;
  /** Events that its call names; empty if it names none, and for requests of before this column. */
  event_ids: ColumnType<number[], number[] | undefined, never>;
  /** Lower goes first: 0 for admissions, 1 for everything else. */
  priority: number;
  /** The transaction that carries it, or carried it. */
  tx_id: number | null;
  /** Its place in that transaction. */
  position: number | null;
  /** Reserved for this signer until `hold_until`, so that replicas do not simulate the same requests. */
  hold_owner: Address | null;
  hold_until: Date | null;
  /** Most requests in its next transaction. Halved when a whole transaction failed. */
  max_batch: Generated<number>;
  /** Failed transactions that carried only this request. */
  solo_failures: Generated<number>;
  /** How often a node did not answer a question about it, and its last words. It waits until `hold_until`. */
  troubles: Generated<number>;
  trouble: string | null;
  outcome: "success" | "failed" | "skipped" | null;
  reason_code: string | null;
  reason_detail: string | null;
  reason_data: Hex | null;
  transaction_hash: Hex | null;
  block_number: number | null;
  block_hash: Hex | null;
  gas_used: number | null;
  /** Reserved against the budgets of `reserved_periods` until it is final. */
  reserved_wei: Generated<bigint>;
  reserved_periods: ColumnType<string[], string[] | undefined, string[]>;
  /** Wei paid for it on chain, once confirmed. */
  charged_wei: Generated<bigint>;
  received_at: DbTime;
  updated_at: DbTime;
};

/** One nonce of one signer. `fill` carries nothing and closes a gap that a lost database left. */
export type TransactionsTable = {
  id: Generated<number>;
  signer: Address;
  nonce: number;
  kind: "requests" | "returns" | "acts" | "fill";
  /**
   * `assigned`: has a nonce, not signed yet · `sent`: at least one attempt is stored · `mined` · `final`: mined, deep ·
   * `displaced`: another transaction used the nonce.
   */
  state: "assigned" | "sent" | "mined" | "final" | "displaced";
  to_address: Address;
  data: Hex;
  gas_limit: number;
  transaction_hash: Hex | null;
  block_number: number | null;
  block_hash: Hex | null;
  /** Wei paid for gas, once mined. */
  cost_wei: Generated<bigint>;
  created_at: DbTime;
};

/** Every signed form of a transaction, stored before it is first sent and kept until its transaction is final. */
export type AttemptsTable = {
  hash: Hex;
  tx_id: number;
  raw: Hex;
  max_fee: bigint;
  max_tip: bigint;
  /** Why every node refused it when it was last sent; null if a node took it, or one did not answer. */
  refusal: string | null;
  created_at: DbTime;
};

/** The outbox: what happened to requests, written in the transaction that made it happen. */
export type StatusEventsTable = {
  seq: Generated<number>;
  digest: Hex;
  sponsor: string;
  /** The status as it was then, in its wire form. */
  status: ColumnType<RequestStatus, string, never>;
  /** Set when webhook deliveries were written for it. */
  fanned_out_at: Date | null;
  created_at: DbTime;
};

/** What a sponsor used in a day or a month. */
export type BudgetsTable = {
  sponsor: string;
  /** `2026-11-25` or `2026-11`, in UTC. */
  period: string;
  reserved_wei: Generated<bigint>;
  used_wei: Generated<bigint>;
};

/** The nonce that `prepare` gives to a signer next. No nonce is given out twice. */
export type PreparedNoncesTable = {
  from_address: Address;
  next_nonce: bigint;
  used_at: DbTime;
};

/** What an operator stopped: `all`, `sponsor:<id>` or `signer:<address>`. */
export type PausesTable = {
  scope: string;
  since: DbTime;
};

/** A status event to deliver to an endpoint. */
export type WebhookDeliveriesTable = {
  id: Generated<number>;
  /** The endpoint's id in the configuration. */
  endpoint: string;
  seq: number;
  state: Generated<"waiting" | "delivered" | "dead">;
  attempts: Generated<number>;
  /** Not tried before this time. During a delivery: when another replica may take it. */
  due_at: DbTime;
  last_fault: string | null;
  created_at: DbTime;
};

/** One row, which is written to see whether the database takes writes. */
export type WriteProbeTable = { id: number; written_at: DbTime };

/** An operator in a browser. `id_hash` is the hash of the cookie. */
export type AdminSessionsTable = {
  id_hash: string;
  csrf: string;
  /** The admin's key that opened it. */
  key_hash: string;
  expires_at: Date;
  created_at: DbTime;
};

/** What operators did. A trigger refuses to change or delete a row. */
export type AuditLogTable = {
  id: Generated<number>;
  at: ColumnType<Date, Date | undefined, never>;
  actor: string;
  act: string;
  target: string;
  detail: ColumnType<string, string | undefined, never>;
};

export type RequestRow = Selectable<RequestsTable>;
export type TransactionRow = Selectable<TransactionsTable>;
export type AttemptRow = Selectable<AttemptsTable>;
export type SignerRow = Selectable<SignersTable>;
export type NewRequestRow = Insertable<RequestsTable>;
