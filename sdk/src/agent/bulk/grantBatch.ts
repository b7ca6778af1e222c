import type { Transaction } from "../../calls/Call.ts";
import type { Connection } from "../../chain/Connection.ts";
import { isDoorkeyError } from "../../core/DoorkeyError.ts";
import { refusalSentences } from "../../rights/refusals.ts";
import { allocateInOrder } from "../grants/allocateInOrder.ts";
import { grantCall } from "../grants/grantCall.ts";
import { type GrantedItem, grantedIn } from "../grants/grantedIn.ts";
import { isDivisible, rightsLeft } from "../grants/refusedGrant.ts";
import type { JournaledRequest } from "../requests/JournaledRequest.ts";
import { outcomeOnChain } from "../requests/outcomeOnChain.ts";
import { settle } from "../requests/settle.ts";
import { signCall } from "../requests/signCall.ts";
import { withRetry } from "../requests/withRetry.ts";
import { type Batch, type Declined, halves } from "./cutBatches.ts";
import type { GrantJournal } from "./GrantJournal.ts";
import type { GrantedRow } from "./GrantRow.ts";
import type { Ledger } from "./ledger.ts";
import type { PlannedRow } from "./planRows.ts";
import type { Rest } from "./runConcurrently.ts";

/** A run of `grantMany`. */
export type GrantRun = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly agentId: number;
  readonly journal: GrantJournal | undefined;
  readonly ledger: Ledger;
};

/** How often rows are tried whose call went through when it was signed, and not when it was carried out. */
const MAX_ATTEMPTS = 5;

const DONE: Rest<Batch> = { again: [], alone: false };

/** Grants a batch: signed, journaled, sent, and its rows settled. Returns what of it must be tried anew. */
export async function grantBatch(run: GrantRun, wanted: Batch, alone: boolean): Promise<Rest<Batch>> {
  const { connection, eventId, agentId } = run;
  const batch = await stillOpen(run, wanted);
  if (batch.rows.length === 0) return DONE;
  if (batch.attempts === MAX_ATTEMPTS) {
    refuse(run, batch.rows, batch.failure);
    return DONE;
  }
  let request: JournaledRequest;
  try {
    const call = grantCall(connection, { eventId, agentId, classId: batch.classId }, batch.rows, 0);
    const declined = batch.declined.map((one) => one.request);
    request = await withRetry(() => signCall(connection, call, declined));
  } catch (error) {
    return afterRefusal(run, batch, error, alone);
  }
  await run.journal?.append({ rows: batch.rows.map(({ row }) => row), request });
  const outcome = await settle(connection, request);
  if (outcome.status === "done") {
    settleRows(run, batch.rows, outcome.transaction);
    return DONE;
  }
  const { rows, declined } = batch;
  const next: Batch = {
    ...batch,
    attempts: batch.attempts + 1,
    failure: outcome.error,
    declined: outcome.status === "declined" ? [...declined, { rows, request }] : declined,
  };
  return { again: [next], alone: outcome.status === "failed" };
}

/** Writes down what a grant's transaction did for its rows. */
export function settleRows({ connection, ledger }: GrantRun, rows: readonly PlannedRow[], transaction: Transaction) {
  const items = grantedIn(connection, transaction, rows);
  ledger.settle(rows.map((row, i) => grantedRow(row, items[i])));
}

/** The batch without what was granted, and with what still may grant some of it. */
async function stillOpen(run: GrantRun, batch: Batch): Promise<Batch> {
  const declined: Declined[] = [];
  for (const one of batch.declined) {
    const outcome = await withRetry(() => outcomeOnChain(run.connection, one.request));
    if (outcome === undefined) declined.push(one);
    if (outcome?.status === "done") settleRows(run, one.rows, outcome.transaction);
  }
  return { ...batch, rows: batch.rows.filter(({ row }) => !run.ledger.isSettled(row)), declined };
}

/** The call would not go through as it is: for want of places, for its size, or for the fault of some row. */
async function afterRefusal(run: GrantRun, batch: Batch, error: unknown, alone: boolean): Promise<Rest<Batch>> {
  const open = await stillOpen(run, batch);
  // Some were granted meanwhile, which may be why.
  if (open.rows.length < batch.rows.length) return { again: [open], alone };
  const left = rightsLeft(error);
  // How much is left is known only once nothing is under way.
  if (left !== undefined && !alone) return { again: [batch], alone: true };
  if (left !== undefined) {
    const { fitting, others } = allocateInOrder(inOrder(batch.rows), left);
    if (fitting.length > 0) {
      return { again: [fitting, others].filter((rows) => rows.length > 0).map((rows) => ({ ...batch, rows })), alone };
    }
  } else if (isDivisible(error) && batch.rows.length > 1) {
    // Parts that must have one nonce go one after the other: the first that uses it up frees the others.
    return { again: halves(batch), alone: batch.declined.length > 0 };
  } else if (!isDoorkeyError(error, "CALL_REVERTED")) {
    throw error;
  }
  refuse(run, batch.rows, error);
  return DONE;
}

/** A batch is in the order of its seats; who is served first goes by the list. */
function inOrder(rows: readonly PlannedRow[]): PlannedRow[] {
  return rows.toSorted((a, b) => a.row - b.row);
}

function grantedRow({ row, order }: PlannedRow, { rightIds, refused }: GrantedItem = NOTHING): GrantedRow {
  const [first] = refused;
  if (rightIds.length === 0 && first !== undefined) {
    return { row, order, status: "refused", reason: first.reason, sentence: refusalSentences[first.reason] };
  }
  return { row, order, status: "granted", rightIds, refused };
}

const NOTHING: GrantedItem = { rightIds: [], refused: [] };

function refuse({ ledger }: GrantRun, rows: readonly PlannedRow[], error: unknown): void {
  const known = isDoorkeyError(error) ? error : undefined;
  const reason = known?.contractError?.name ?? known?.code ?? "UNKNOWN";
  const sentence = known?.shortMessage ?? String(error);
  ledger.settle(rows.map(({ row, order }) => ({ row, order, status: "refused", reason, sentence })));
}
