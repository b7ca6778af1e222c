import type { Address, Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import type { Db } from "../storage/index.ts";
import { statusFrom } from "../storage/status.ts";

/** States in which the relay never sends a request, so its nonce is free for another. */
const DEAD = ["rejected", "expired", "superseded", "cancelled"] as const;

/** The statuses of stored items, by digest in lower case. */
export async function knownStatuses(db: Db, digests: readonly Hex[]): Promise<ReadonlyMap<string, RequestStatus>> {
  if (digests.length === 0) return new Map();
  const lower = digests.map((digest) => digest.toLowerCase() as Hex);
  const rows = await db.selectFrom("requests").selectAll().where("digest", "in", lower).execute();
  return new Map(rows.map((row) => [row.digest, statusFrom(row)]));
}

/** The living request that has a nonce of a signer. */
export async function requestWithNonce(db: Db, from: Address, nonce: bigint): Promise<Hex | undefined> {
  const row = await db
    .selectFrom("requests")
    .select("digest")
    .where("kind", "=", "request")
    .where("from_address", "=", from.toLowerCase() as Address)
    .where("nonce", "=", nonce)
    .where("state", "not in", DEAD)
    .executeTakeFirst();
  return row?.digest;
}
