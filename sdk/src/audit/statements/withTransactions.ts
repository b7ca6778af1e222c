import type { Audit, AuditLog, AuditTransaction } from "../Audit.ts";

/** Something that a log of a transaction says. */
type OfLog = { readonly log: Pick<AuditLog, "transactionHash"> };

/**
 * Each item with the transaction of its log, in the order of the items. Items of one transaction that follow each other
 * share its look-up. Keep no part of its calls: those of all transactions of a sale do not fit into memory.
 */
export async function* withTransactions<item extends OfLog>(
  audit: Pick<Audit, "transactions">,
  items: readonly item[],
): AsyncGenerator<readonly [item, AuditTransaction], void, void> {
  const hashes = items.map(({ log }) => log.transactionHash).filter((hash, i, all) => hash !== all[i - 1]);
  const transactions = audit.transactions(hashes);
  let next = 0;
  for await (const transaction of transactions) {
    for (; items[next]?.log.transactionHash === transaction.hash; next++) {
      yield [items[next] as item, transaction];
    }
  }
}
