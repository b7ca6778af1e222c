/** How operators find requests. */

import type { Address, Hex } from "doorkey";
import type { RequestState } from "doorkey/relay";
import { sql } from "kysely";
import { isAhead } from "./clocks.ts";
import { lower } from "./requests.ts";
import type { RequestRow } from "./tables.ts";
import type { Db } from "./transact.ts";

/** All that is given must hold. */
export type RequestSearch = {
  readonly digest?: Hex;
  readonly from?: Address;
  readonly event?: number;
  readonly state?: RequestState;
  readonly sponsor?: string;
  /** Only requests that wait because a node did not answer about them. */
  readonly quarantined?: boolean;
  /** Accepted at or after this time, */
  readonly since?: Date;
  /** and before this one. */
  readonly until?: Date;
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: Cursor;
};

/** The last request of a page. */
export type Cursor = {
  /** With microseconds, which a Date does not have. */
  readonly receivedAt: string;
  readonly digest: Hex;
};

export type FoundRequest = Pick<
  RequestRow,
  | "digest"
  | "kind"
  | "state"
  | "sponsor"
  | "from_address"
  | "to_address"
  | "selector"
  | "event_ids"
  | "outcome"
  | "reason_code"
  | "reason_detail"
  | "troubles"
  | "trouble"
  | "hold_until"
  | "transaction_hash"
  | "received_at"
  | "updated_at"
> & { readonly cursor: string };

/** Requests that a search finds, the newest first. */
export function searchRequests(db: Db, search: RequestSearch): Promise<FoundRequest[]> {
  const { digest, from, event, state, sponsor, quarantined = false, since, until, after, limit } = search;
  let query = db
    .selectFrom("requests")
    .select(["digest", "kind", "state", "sponsor", "from_address", "to_address", "selector", "event_ids"])
    .select(["outcome", "reason_code", "reason_detail", "troubles", "trouble", "hold_until"])
    .select(["transaction_hash", "received_at", "updated_at"])
    .select(sql<string>`to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as("cursor"));
  if (digest !== undefined) query = query.where("digest", "=", lower(digest));
  if (from !== undefined) query = query.where("from_address", "=", lower(from));
  if (event !== undefined) query = query.where(sql<boolean>`event_ids @> array[${event}]::bigint[]`);
  if (state !== undefined) query = query.where("state", "=", state);
  if (sponsor !== undefined) query = query.where("sponsor", "=", sponsor);
  if (quarantined) query = query.where("state", "=", "queued").where("troubles", ">", 0).where(held, "=", true);
  if (since !== undefined) query = query.where("received_at", ">=", since);
  if (until !== undefined) query = query.where("received_at", "<", until);
  if (after !== undefined) query = query.where(isAfter(after));
  return query.orderBy("received_at", "desc").orderBy("digest", "desc").limit(limit).execute();
}

const held = isAhead("hold_until");

function isAfter({ receivedAt, digest }: Cursor) {
  return sql<boolean>`(received_at, digest) < (${receivedAt}::timestamptz, ${lower(digest)})`;
}
