/** The log of what operators did. The database refuses to change or delete a row of it. */

import type { Db, Tx } from "./transact.ts";

/** What an operator did, before it has a time. */
export type AdminAct = {
  /** `key`, or `session` and the first letters of its id. */
  readonly actor: string;
  readonly act: string;
  /** What it was done to: `all`, `intake`, `sponsor:<id>`, `signer:<address>`, `webhook:<id>`, `session:<id>`. */
  readonly target: string;
  readonly detail?: string;
};

export type AuditRow = Required<AdminAct> & { readonly id: number; readonly at: Date };

/** Writes down an act, in the transaction that does it. */
export async function recordAct(tx: Db | Tx, { detail = "", ...act }: AdminAct): Promise<void> {
  await tx
    .insertInto("audit_log")
    .values({ ...act, detail })
    .execute();
}

/**
 * Acts of operators, the newest first.
 *
 * @param page.before The id of the last row of the page before.
 */
export function auditRows(db: Db, { limit, before }: { limit: number; before?: number }): Promise<AuditRow[]> {
  return db
    .selectFrom("audit_log")
    .selectAll()
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
