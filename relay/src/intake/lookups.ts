import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import type { Db } from "../storage/index.ts";
import { statusFrom } from "../storage/status.ts";

/** The statuses of stored items, by digest in lower case. */
export async function knownStatuses(db: Db, digests: readonly Hex[]): Promise<ReadonlyMap<string, RequestStatus>> {
  if (digests.length === 0) return new Map();
  const lower = digests.map((digest) => digest.toLowerCase() as Hex);
  const rows = await db.selectFrom("requests").selectAll().where("digest", "in", lower).execute();
  return new Map(rows.map((row) => [row.digest, statusFrom(row)]));
}
