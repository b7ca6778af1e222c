/** Builds transactions from the queue: which requests go together, and which nonce they get. */

import type { Hex } from "doorkey";
import { sql } from "kysely";
import type { ChainView } from "../chain/ChainView.ts";
import { pausedScopes } from "../storage/operations.ts";
import type { RequestRow, TransactionRow } from "../storage/tables.ts";
import { type Tx, transact } from "../storage/transact.ts";
import { bytesOfAct, callFor, drawActOf, signedRequestOf, signedReturnOf } from "./calldata.ts";
import { changeRequests, UNDECIDED } from "./changeRequests.ts";
import type { EngineContext, Lease, Suite } from "./EngineContext.ts";
import { endRequests } from "./endRequests.ts";
import { suggestFees } from "./fees.ts";
import { type BatchLimits, type Candidate, fillBatches, tooLarge } from "./fillBatches.ts";
import { executionGas, gasLimitOf } from "./gasLimit.ts";
import { holdBack } from "./holdBack.ts";
import { fence } from "./leases.ts";
import { preflight, type Verdict } from "./preflight.ts";
import { isDue, releaseReservations, reserveCandidates } from "./reserveCandidates.ts";
import { sendJobs } from "./sendJobs.ts";

/**
 * Builds as many transactions as the signer may have under way, and sends them.
 *
 * @param inFlight How many of this signer's transactions wait to be mined.
 * @returns How many were built.
 */
export async function buildTransactions(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  inFlight: number,
): Promise<number> {
  const room = context.options.maxInFlight - inFlight;
  if (room <= 0) return 0;
  const paused = await pausedScopes(context.db);
  if (paused.has("all") || paused.has(`signer:${lease.signer}`)) return 0;
  if (!(await isDue(context, lease, paused))) return 0;
  if (!(await canPay(context, lease, view))) return 0;
  const fees = suggestFees(await view.feeHistory(), context.options);
  if (fees === undefined) {
    context.observe({ type: "fee_above_cap", signer: lease.signer });
    return 0;
  }

  const limits = limitsAt(context, view);
  const rows = await reserveCandidates(context, lease, paused, room * limits.maxRequests);
  const batches = await select(context, lease, view, rows, limits, room);
  const formed = await assign(context, lease, batches);
  if (rows.length > 0) await releaseReservations(context, lease);
  await context.failpoint("assigned");
  await sendJobs(
    context,
    lease,
    formed.map((transaction) => ({ transaction, fees })),
    "sent",
  );
  return formed.length;
}

/** Below `lowBalanceWei` nothing new is built, and what is under way continues (F17). */
async function canPay({ db, options, observe }: EngineContext, { signer }: Lease, view: ChainView): Promise<boolean> {
  const balanceWei = await view.balanceOf(signer);
  const low = balanceWei < options.lowBalanceWei;
  const { numUpdatedRows } = await db
    .updateTable("signers")
    .set({ low_since: low ? sql<Date>`clock_timestamp()` : null })
    .where("address", "=", signer)
    .where("low_since", low ? "is" : "is not", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) observe({ type: low ? "balance_low" : "balance_ok", signer, balanceWei });
  return !low;
}

/** A transaction that needs more than a fair share of a block waits for an empty one (F28). */
function limitsAt({ options }: EngineContext, { head }: ChainView): BatchLimits {
  return { ...options, maxGas: Math.min(options.maxGas, Math.floor(head.gasLimit * 0.3)) };
}

async function select(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
  limits: BatchLimits,
  room: number,
): Promise<RequestRow[][]> {
  // Checks only what fits if nothing is refused. The rest waits.
  const chosen = fillBatches(rows.map(candidateOf), limits, room).flat();
  const large = rows.map(candidateOf).filter((candidate) => tooLarge(candidate, limits));
  const verdicts = await preflight(
    context,
    lease,
    view,
    chosen.map(({ row }) => row),
  );
  const ends = chosen.flatMap(({ row }, i): [RequestRow, Verdict][] => {
    const verdict = verdicts[i];
    return verdict === undefined || verdict.go ? [] : [[row, verdict]];
  });
  await holdBack(context, ends);
  await endRequests(context, [...ends, ...large.map(({ row }): [RequestRow, Verdict] => [row, TOO_LARGE])]);
  const going = chosen.filter((_, i) => verdicts[i]?.go === true);
  return fillBatches(going, limits, room).map((batch) => batch.map(({ row }) => row));
}

const TOO_LARGE: Verdict = {
  go: false,
  ending: {
    state: "rejected",
    reason: { code: "GAS_TOO_HIGH", detail: "The request does not fit into a transaction." },
  },
};

type RowCandidate = Candidate & { readonly row: RequestRow };

function candidateOf(row: RequestRow): RowCandidate {
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

/**
 * Gives batches their nonces. One database transaction writes the rows, claims the requests and raises the nonce, so
 * that no nonce is lost. Requests that were cancelled meanwhile drop out; an empty batch takes no nonce.
 */
async function assign(
  { db, suite, observe }: EngineContext,
  lease: Lease,
  batches: readonly RequestRow[][],
): Promise<TransactionRow[]> {
  if (batches.length === 0) return [];
  const formed = await transact(db, async (tx) => {
    const { nextNonce } = await fence(tx, lease);
    const living = await lockLiving(tx, lease, batches.flat());
    const whole = batches
      .map((batch) => batch.filter(({ digest }) => living.has(digest)))
      .filter((batch) => batch.length > 0);
    if (whole.length === 0) return [];
    const transactions = await insertTransactions(tx, suite, lease, nextNonce, whole);
    await tx
      .updateTable("signers")
      .set({ next_nonce: nextNonce + whole.length })
      .where("address", "=", lease.signer)
      .execute();
    return transactions.map((transaction, i) => ({ transaction, requests: whole[i]?.length ?? 0 }));
  });
  for (const { transaction, requests } of formed) {
    const { signer, nonce, gas_limit: gasLimit } = transaction;
    observe({ type: "formed", signer, nonce, requests, gasLimit });
  }
  return formed.map(({ transaction }) => transaction);
}

/** The requests that are still queued and still reserved for this signer. */
async function lockLiving(tx: Tx, { signer }: Lease, rows: readonly RequestRow[]): Promise<ReadonlySet<Hex>> {
  const living = await tx
    .selectFrom("requests")
    .select("digest")
    .where(
      "digest",
      "in",
      rows.map(({ digest }) => digest),
    )
    .where("state", "=", "queued")
    .where("hold_owner", "=", signer)
    .forUpdate()
    .execute();
  return new Set(living.map(({ digest }) => digest));
}

const KINDS = { request: "requests", return: "returns", act: "acts" } as const;

/** Writes a row for each batch, in order, with consecutive nonces, and assigns the batch's requests to it. */
async function insertTransactions(
  tx: Tx,
  suite: Suite,
  { signer }: Lease,
  firstNonce: number,
  batches: readonly RequestRow[][],
): Promise<TransactionRow[]> {
  const inserted = await tx
    .insertInto("transactions")
    .values(
      batches.map((rows, i) => {
        const { to, data } = callFor(suite, rows);
        return {
          signer,
          nonce: firstNonce + i,
          kind: KINDS[rows[0]?.kind ?? "request"],
          state: "assigned",
          to_address: to,
          data,
          gas_limit: gasLimitOf(data, executionGas(rows.map(candidateOf))),
        };
      }),
    )
    .returningAll()
    .execute();
  const transactions = inserted.sort((a, b) => a.nonce - b.nonce);
  const fates = batches.flatMap((rows, i) =>
    rows.map(({ digest }, position) => {
      return { ...UNDECIDED, digest, state: "assigned", tx_id: transactions[i]?.id ?? null, position } as const;
    }),
  );
  await changeRequests(tx, fates, ["queued"]);
  return transactions;
}
