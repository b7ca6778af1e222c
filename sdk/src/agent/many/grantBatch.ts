import type { Connection } from "../../connection/Connection.ts";
import { isDoorkeyError } from "../../errors/DoorkeyError.ts";
import { refusalSentences } from "../../rights/refusals.ts";
import { firstCome } from "../grants/firstCome.ts";
import { grantCall } from "../grants/grantCall.ts";
import { type GrantedItem, grantedIn } from "../grants/grantedIn.ts";
import { isDivisible, rightsLeft } from "../grants/refusedGrant.ts";
import type { JournaledRequest } from "../requests/JournaledRequest.ts";
import { patiently } from "../requests/patiently.ts";
import { settle } from "../requests/settle.ts";
import { signCall } from "../requests/signCall.ts";
import { type Batch, halves } from "./cutBatches.ts";
import type { GrantJournal } from "./GrantJournal.ts";
import type { GrantedRow } from "./GrantRow.ts";
import type { Rest } from "./inLanes.ts";
import type { Ledger } from "./ledger.ts";
import type { PlannedRow } from "./planRows.ts";

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
export async function grantBatch(run: GrantRun, batch: Batch, alone: boolean): Promise<Rest<Batch>> {
  const { connection, eventId, agentId } = run;
  let request: JournaledRequest;
  try {
    const call = grantCall(connection, { eventId, agentId, classId: batch.classId }, batch.rows, 0);
    request = await patiently(() => signCall(connection, call));
  } catch (error) {
    return afterRefusal(run, batch, error, alone);
  }
  await run.journal?.append({ rows: batch.rows.map(({ row }) => row), request });
  return finishBatch(run, batch, request);
}

/** Brings a batch that is in the journal to its end. */
export async function finishBatch(run: GrantRun, batch: Batch, request: JournaledRequest): Promise<Rest<Batch>> {
  const outcome = await settle(run.connection, request);
  if (outcome.state === "done") {
    const items = grantedIn(run.connection, outcome.transaction, batch.rows);
    run.ledger.settle(batch.rows.map((row, i) => grantedRow(row, items[i])));
    return DONE;
  }
  if (batch.attempts + 1 < MAX_ATTEMPTS) {
    return { again: [{ ...batch, attempts: batch.attempts + 1 }], alone: outcome.state === "failed" };
  }
  refuse(run, batch.rows, outcome.error);
  return DONE;
}

/** The call would not go through as it is: for want of places, for its size, or for the fault of some row. */
function afterRefusal(run: GrantRun, batch: Batch, error: unknown, alone: boolean): Rest<Batch> {
  const left = rightsLeft(error);
  // How much is left is known only once nothing is under way.
  if (left !== undefined && !alone) return { again: [batch], alone: true };
  if (left !== undefined) {
    const { fitting, others } = firstCome(inOrder(batch.rows), left);
    if (fitting.length > 0) {
      return { again: [fitting, others].filter((rows) => rows.length > 0).map((rows) => ({ ...batch, rows })), alone };
    }
  } else if (isDivisible(error) && batch.rows.length > 1) {
    return { again: halves(batch), alone: false };
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
    return { row, order, outcome: "refused", reason: first.why, sentence: refusalSentences[first.why] };
  }
  return { row, order, outcome: "granted", rightIds, refused };
}

const NOTHING: GrantedItem = { rightIds: [], refused: [] };

function refuse({ ledger }: GrantRun, rows: readonly PlannedRow[], error: unknown): void {
  const known = isDoorkeyError(error) ? error : undefined;
  const reason = known?.contractError?.name ?? known?.code ?? "UNKNOWN";
  const sentence = known?.shortMessage ?? String(error);
  ledger.settle(rows.map(({ row, order }) => ({ row, order, outcome: "refused", reason, sentence })));
}
