/** From a nonce to a transaction on its way: signed, stored, and only then sent. */

import type { Hex } from "doorkey";
import { keccak256 } from "ethers";
import { sql } from "kysely";
import type { Broadcast } from "../chain/Chain.ts";
import type { NodeFault } from "../chain/nodeErrors.ts";
import { type Db, transact } from "../storage/transact.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import type { Fees } from "./fees.ts";
import { fence } from "./leases.ts";
import type { OpenTransaction } from "./openTransactions.ts";

export type Job = {
  readonly transaction: Pick<OpenTransaction, "id" | "nonce" | "to_address" | "data" | "gas_limit">;
  readonly fees: Fees;
};

type Signed = Job & { readonly raw: Hex; readonly hash: Hex };

/**
 * Signs transactions at these prices, stores every attempt, then sends them in the order of their nonces. If the
 * process dies on the way, the next replica that holds the signer sends the stored attempts. An attempt that was not
 * stored was not sent (F1, F2).
 */
export async function sendJobs(
  context: EngineContext,
  lease: Lease,
  jobs: readonly Job[],
  why: "sent" | "bumped",
): Promise<void> {
  if (jobs.length === 0) return;
  const signed = await Promise.all(jobs.map((job) => sign(context, lease, job)));
  await context.failpoint("signed");
  await store(context, lease, signed);
  await context.failpoint("stored");
  await broadcast(
    context,
    lease,
    signed.map(({ transaction, raw, hash, fees }) => ({ nonce: transaction.nonce, raw, hash, fees, why })),
  );
  await context.failpoint("broadcast");
}

async function sign({ signers, suite }: EngineContext, { signer }: Lease, job: Job): Promise<Signed> {
  const key = signers.get(signer);
  if (key === undefined) throw new Error(`no key for ${signer}`);
  const raw = await key.signTransaction({
    type: 2,
    chainId: suite.chainId,
    nonce: job.transaction.nonce,
    to: job.transaction.to_address,
    data: job.transaction.data,
    gasLimit: BigInt(job.transaction.gas_limit),
    maxFeePerGas: job.fees.maxFee,
    maxPriorityFeePerGas: job.fees.maxTip,
    value: 0n,
  });
  return { ...job, raw, hash: keccak256(Buffer.from(raw.slice(2), "hex")) as Hex };
}

function store({ db }: EngineContext, lease: Lease, signed: readonly Signed[]): Promise<void> {
  return transact(db, async (tx) => {
    await fence(tx, lease);
    await tx
      .insertInto("attempts")
      .values(
        signed.map(({ transaction, raw, hash, fees }) => ({
          hash,
          tx_id: transaction.id,
          raw,
          max_fee: fees.maxFee,
          max_tip: fees.maxTip,
        })),
      )
      // A key that signs the same bytes again after a crash makes the same attempt.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .updateTable("transactions")
      .set({ state: "sent" })
      .where(
        "id",
        "in",
        signed.map(({ transaction }) => transaction.id),
      )
      .where("state", "=", "assigned")
      .execute();
  });
}

/** A stored attempt, and why it is sent now. */
export type Sending = {
  readonly nonce: number;
  readonly raw: Hex;
  readonly hash: Hex;
  readonly fees: Fees;
  readonly why: "sent" | "bumped" | "rebroadcast" | "at_fee_cap";
};

/** Undefined if a node may have the attempt. */
function refusalIn(sent: Broadcast | undefined): NodeFault | undefined {
  return sent?.result === "refused" ? sent.fault : undefined;
}

/**
 * Writes down which attempts every node refused. Nodes hold none of these, so the next attempt need not replace them, and
 * must not be dearer than one that was too dear.
 */
async function noteRefusals(
  db: Db,
  sent: readonly { readonly hash: Hex; readonly refusal: NodeFault | undefined }[],
): Promise<void> {
  await sql`
    update attempts set refusal = sent.refusal
    from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as sent(hash text, refusal text)
    where attempts.hash = sent.hash and attempts.refusal is distinct from sent.refusal`.execute(db);
}

/** How a node refused an attempt. */
export type Refusal = { readonly fault: NodeFault; readonly message: string };

/**
 * Sends stored attempts in this order. No answer changes a nonce or a payload (F3). Returns the refusal of each that no
 * endpoint took.
 */
export async function broadcast(
  { chain, db, observe }: EngineContext,
  { signer }: Lease,
  sendings: readonly Sending[],
): Promise<(Refusal | undefined)[]> {
  if (sendings.length === 0) return [];
  const results = await chain.broadcast(sendings.map(({ raw }) => raw));
  await noteRefusals(
    db,
    sendings.map(({ hash }, i) => ({ hash, refusal: refusalIn(results[i]) })),
  );
  return sendings.map(({ nonce, hash, fees, why }, i) => {
    const sent = results[i];
    if (sent?.result !== "refused") {
      observe({ type: why, signer, nonce, hash, ...fees });
      return undefined;
    }
    const { fault, message } = sent;
    observe({ type: "send_refused", signer, nonce, fault, message });
    return { fault, message };
  });
}
