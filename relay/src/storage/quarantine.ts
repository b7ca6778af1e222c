import type { Hex } from "doorkey";
import { sql } from "kysely";
import type { Db, Tx } from "./transact.ts";

/** Seconds for which a request waits after its first trouble, and at most. Each trouble doubles them. */
const WAIT = { first: 1, most: 300 };
/** Most characters that are kept of a node's words. */
const WORDS = 500;

/** How the words about a request begin whose nonce somebody used, where the node does not tell by which request. */
export const USED = "its nonce was used: ";

/** Makes queued requests wait about a block, because they come too early. */
export async function holdBriefly(db: Db, digests: readonly Hex[]): Promise<void> {
  if (digests.length === 0) return;
  await db
    .updateTable("requests")
    .set({ hold_owner: null, hold_until: sql<Date>`clock_timestamp() + interval '1 second'` })
    .where("digest", "in", digests)
    .where("state", "=", "queued")
    .execute();
}

/** A request that waits because a node does not answer about it. */
export type Quarantined = { readonly digest: Hex; readonly sponsor: string; readonly troubles: number };

/**
 * Makes queued requests wait, each by itself. Waits differ by chance, so that requests do not come back together.
 * Requests that are not queued any more are left alone.
 */
export async function quarantine(
  db: Db | Tx,
  requests: readonly { readonly digest: Hex; readonly trouble: string }[],
): Promise<Quarantined[]> {
  if (requests.length === 0) return [];
  const values = JSON.stringify(requests.map(({ digest, trouble }) => ({ digest, trouble: trouble.slice(0, WORDS) })));
  const { rows } = await sql<Quarantined>`
    update requests set troubles = troubles + 1, trouble = held.trouble, hold_owner = null,
      hold_until = clock_timestamp() + interval '1 second' * (0.75 + random() / 2)
        * least(${WAIT.most}::float8, ${WAIT.first}::float8 * power(2, least(troubles, 20)))
    from jsonb_to_recordset(${values}::jsonb) as held(digest text, trouble text)
    where requests.digest = held.digest and state = 'queued'
    returning requests.digest, sponsor, troubles`.execute(db);
  return rows;
}
