import { type Kysely, sql } from "kysely";

export const cause = "Anyone may send acts at draws, which nobody signs.";

/** Acts at draws, which have no signer and no nonce of the forwarder. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table requests drop constraint requests_kind`.execute(db);
  await sql`alter table requests add constraint requests_kind
    check (kind in ('request', 'return', 'act') and (nonce is not null) = (kind = 'request'))`.execute(db);
  await sql`alter table transactions drop constraint transactions_kind`.execute(db);
  await sql`alter table transactions add constraint transactions_kind
    check (kind in ('requests', 'returns', 'acts', 'fill'))`.execute(db);
}
