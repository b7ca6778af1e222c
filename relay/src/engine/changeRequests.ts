import type { Hex } from "doorkey";
import type { RequestState } from "doorkey/relay";
import { sql } from "kysely";
import { recordStatus } from "../storage/statusEvents.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { Tx } from "../storage/transact.ts";

/** Everything that the chain says about a request. Each change writes all of it. */
export type Fate = {
  readonly digest: Hex;
  readonly state: RequestState;
  readonly tx_id: number | null;
  readonly position: number | null;
  readonly outcome: RequestRow["outcome"];
  readonly reason_code: string | null;
  readonly reason_detail: string | null;
  readonly reason_data: Hex | null;
  readonly transaction_hash: Hex | null;
  readonly block_number: number | null;
  readonly block_hash: Hex | null;
  readonly gas_used: number | null;
  readonly charged_wei: bigint;
};

/** Nothing is known from the chain. */
export const UNDECIDED = {
  outcome: null,
  reason_code: null,
  reason_detail: null,
  reason_data: null,
  transaction_hash: null,
  block_number: null,
  block_hash: null,
  gas_used: null,
  charged_wei: 0n,
} as const;

/**
 * Gives requests new fates, any number in one statement, and writes the outbox. Changes only rows in one of the states
 * `from`, and returns them.
 */
export async function changeRequests(
  tx: Tx,
  fates: readonly Fate[],
  from: readonly RequestState[],
): Promise<RequestRow[]> {
  if (fates.length === 0) return [];
  const values = JSON.stringify(fates.map(fields));
  const { rows } = await sql<RequestRow>`
    update requests set
      state = fate.state, tx_id = fate.tx_id, position = fate.position, outcome = fate.outcome,
      reason_code = fate.reason_code, reason_detail = fate.reason_detail, reason_data = fate.reason_data,
      transaction_hash = fate.transaction_hash, block_number = fate.block_number, block_hash = fate.block_hash,
      gas_used = fate.gas_used, charged_wei = fate.charged_wei,
      hold_owner = null, hold_until = null, updated_at = clock_timestamp()
    from jsonb_to_recordset(${values}::jsonb) as fate(
      digest text, state text, tx_id bigint, position integer, outcome text, reason_code text, reason_detail text,
      reason_data text, transaction_hash text, block_number bigint, block_hash text, gas_used bigint,
      charged_wei numeric)
    where requests.digest = fate.digest and requests.state = any(${[...from]}::text[])
    returning requests.*`.execute(tx);
  await recordStatus(tx, ...rows);
  return rows;
}

/** A fate may be a whole row, so only the columns to write are passed on, amounts as text. */
function fields({ digest, state, tx_id, position, outcome, gas_used, ...rest }: Fate): object {
  const { reason_code, reason_detail, reason_data, transaction_hash, block_number, block_hash, charged_wei } = rest;
  const reason = { reason_code, reason_detail, reason_data };
  const place = { tx_id, position, transaction_hash, block_number, block_hash };
  return { digest, state, outcome, gas_used, ...reason, ...place, charged_wei: String(charged_wei) };
}
