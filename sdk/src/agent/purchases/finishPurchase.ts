import type { Transaction } from "../../calls/Call.ts";
import { requireLog } from "../../calls/logs.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Pass } from "../../pass/Pass.ts";
import { findDocument } from "../../state/findDocument.ts";
import { passOf } from "../passes/passFor.ts";
import type { Purchase } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** Makes and stores the pass of a purchase whose grant succeeded. A faster process made the same pass. */
export async function finishPurchase(
  { connection, purchases, documents }: Seller,
  purchase: Purchase,
  transaction: Transaction,
): Promise<Pass> {
  const { invitation, seats, grant } = purchase;
  if (grant === undefined) throw new DoorkeyError("PURCHASE_UNKNOWN", { details: ["The purchase has no grant."] });
  const { event, classId, agentId, quantity } = invitation;
  const first: bigint = requireLog(connection, transaction, "EntryRightRegistry", "RightsGranted").first;
  const pass = await passOf(connection, {
    eventId: event.eventId,
    classId,
    agentId,
    rightId: first + BigInt(grant.index),
    count: quantity,
    seats,
    holder: grant.holder,
    document: await findDocument(connection, event.eventId, documents),
  });
  const block = { number: transaction.blockNumber, hash: transaction.blockHash };
  await purchases.save([{ ...purchase, revision: purchase.revision + 1, grant: { ...grant, block }, pass }]);
  return pass;
}
