import type { Transaction } from "../../calls/Call.ts";
import { requireLog } from "../../calls/logs.ts";
import type { Pass } from "../../pass/Pass.ts";
import { findDocument } from "../../state/findDocument.ts";
import { passMaker } from "../passes/passMaker.ts";
import type { Purchase, PurchaseGrant } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** A purchase and its grant, which the transaction executed. */
export type ExecutedPurchase = Purchase & { readonly grant: PurchaseGrant };

/** Makes and stores the passes of purchases of one class, which one transaction granted; in their order. */
export async function finishPurchases(
  { connection, purchases, documents }: Seller,
  executed: readonly ExecutedPurchase[],
  transaction: Transaction,
): Promise<readonly Pass[]> {
  const [one] = executed;
  if (one === undefined) return [];
  const { event, classId, agentId } = one.invitation;
  const first: bigint = requireLog(connection, transaction, "EntryRightRegistry", "RightsGranted").first;
  const document = await findDocument(connection, event.eventId, documents);
  const passOf = await passMaker(connection, { eventId: event.eventId, classId, agentId, document });
  const block = { number: transaction.blockNumber, hash: transaction.blockHash };
  const finished = executed.map(({ pass: _, ...purchase }) => {
    const { grant, seats, revision, invitation } = purchase;
    const run = { rightId: first + BigInt(grant.index), count: invitation.quantity, seats, holder: grant.holder };
    return { ...purchase, revision: revision + 1, grant: { ...grant, block }, pass: passOf(run) };
  });
  // A faster process stored the same pass of some of them. The others are then stored one by one.
  if (!(await purchases.save(finished))) await Promise.all(finished.map((purchase) => purchases.save([purchase])));
  return finished.map(({ pass }) => pass);
}
