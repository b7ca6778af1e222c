/** The figures that operators, metrics and readiness read. */

import type { Address, Hex } from "doorkey";
import { sql } from "kysely";
import { isAhead } from "./clocks.ts";
import type { Db } from "./transact.ts";

export type QueueFigures = {
  readonly queued: number;
  readonly assigned: number;
  readonly mined: number;
  /** Age of the oldest queued request; 0 when none is queued. */
  readonly oldestQueuedSeconds: number;
  /** Queued requests that wait because a node does not answer about them. */
  readonly quarantined: number;
  /** Status events without webhook deliveries. */
  readonly newEvents: number;
};

/** For metrics and readiness. */
export async function queueFigures(db: Db): Promise<QueueFigures> {
  const { rows } = await sql<QueueFigures>`
    select count(*) filter (where state = 'queued') as queued,
           count(*) filter (where state = 'assigned') as assigned,
           count(*) filter (where state = 'mined') as mined,
           coalesce(extract(epoch from clock_timestamp() - min(received_at) filter (where state = 'queued')), 0)::float8
             as "oldestQueuedSeconds",
           count(*) filter (where state = 'queued' and troubles > 0 and ${isAhead("hold_until")}) as quarantined,
           (select count(*) from status_events where fanned_out_at is null) as "newEvents"
    from requests where state in ('queued', 'assigned', 'mined')`.execute(db);
  return rows[0] as QueueFigures;
}

/** A signer as the database knows it now. Times are by the database's clock. */
export type SignerHealth = {
  readonly address: Address;
  readonly nextNonce: number;
  /** The replica that holds it, whether or not its lease has ended. */
  readonly owner: string | null;
  /** Seconds until its lease ends, below 0 when it has; null when no replica holds it. */
  readonly leaseSeconds: number | null;
  /** Seconds since its replica was seen; null when it is gone. */
  readonly ownerSilentSeconds: number | null;
  readonly lowSince: Date | null;
  /** Since when its account has code. */
  readonly codeSince: Date | null;
  /** Seconds since its replica last brought it up to date; null if it never did. */
  readonly passedSeconds: number | null;
  readonly trouble: string | null;
  /** Transactions that wait to be mined, and the age of the oldest. */
  readonly waiting: number;
  readonly oldestWaitingSeconds: number;
  /** Requests that only this signer may send and that are not mined. */
  readonly requests: number;
  /** Whether a replica that runs has its key. */
  readonly held: boolean;
};

/** Every key that ever sent for this relay, with its lease and its progress. */
export async function signerHealth(db: Db): Promise<SignerHealth[]> {
  const { rows } = await sql<SignerHealth>`
    select s.address, s.next_nonce as "nextNonce", s.lease_owner as owner, s.low_since as "lowSince", s.code_since as "codeSince",
           s.trouble,
           extract(epoch from s.lease_until - clock_timestamp())::float8 as "leaseSeconds",
           extract(epoch from clock_timestamp() - r.seen_at)::float8 as "ownerSilentSeconds",
           extract(epoch from clock_timestamp() - s.passed_at)::float8 as "passedSeconds",
           t.waiting, coalesce(extract(epoch from clock_timestamp() - t.oldest), 0)::float8 as "oldestWaitingSeconds",
           (select count(*) from requests q where q.relayer = s.address and q.state in ('queued', 'assigned'))
             as requests,
           exists (select 1 from replicas h where s.address = any(h.signers)
             and h.seen_at > clock_timestamp() - interval '60 seconds') as held
      from signers s
      left join replicas r on r.owner = s.lease_owner
      cross join lateral (select count(*) as waiting, min(created_at) as oldest from transactions
                           where signer = s.address and state in ('assigned', 'sent')) t
     order by s.address`.execute(db);
  return rows;
}

/** How many requests of each sponsor are not final, and the oldest that is queued. */
export type SponsorQueue = {
  readonly sponsor: string;
  readonly queued: number;
  readonly assigned: number;
  readonly mined: number;
  readonly quarantined: number;
  readonly oldestQueuedSeconds: number;
};

/** The queue, a row for each sponsor that has requests in it. */
export async function queueBySponsor(db: Db): Promise<SponsorQueue[]> {
  const { rows } = await sql<SponsorQueue>`
    select sponsor, count(*) filter (where state = 'queued') as queued,
           count(*) filter (where state = 'assigned') as assigned, count(*) filter (where state = 'mined') as mined,
           count(*) filter (where state = 'queued' and troubles > 0 and ${isAhead("hold_until")}) as quarantined,
           coalesce(extract(epoch from clock_timestamp() - min(received_at) filter (where state = 'queued')), 0)::float8
             as "oldestQueuedSeconds"
    from requests where state in ('queued', 'assigned', 'mined') group by sponsor order by sponsor`.execute(db);
  return rows;
}

/** Replicas that were seen in the last minute. */
export async function livingReplicas(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("replicas")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("seen_at", ">", sql<Date>`clock_timestamp() - interval '60 seconds'`)
    .executeTakeFirstOrThrow();
  return count;
}

/** Transactions under way with their attempts, the oldest first. */
export type WaitingTransaction = {
  readonly signer: Address;
  readonly nonce: number;
  readonly kind: string;
  readonly state: string;
  readonly requests: number;
  readonly gasLimit: number;
  readonly ageSeconds: number;
  readonly transactionHash: Hex | null;
  readonly blockNumber: number | null;
  readonly attempts: readonly {
    readonly hash: Hex;
    readonly maxFee: string;
    readonly maxTip: string;
    readonly ageSeconds: number;
  }[];
};

/** The transactions that are not final, each with every attempt to send it. */
export async function transactionsUnderWay(db: Db, limit: number): Promise<WaitingTransaction[]> {
  const { rows } = await sql<WaitingTransaction>`
    select t.signer, t.nonce, t.kind, t.state, t.gas_limit as "gasLimit", t.transaction_hash as "transactionHash",
           t.block_number as "blockNumber",
           extract(epoch from clock_timestamp() - t.created_at)::float8 as "ageSeconds",
           (select count(*) from requests r where r.tx_id = t.id) as requests,
           coalesce((select jsonb_agg(jsonb_build_object('hash', a.hash, 'maxFee', a.max_fee::text,
               'maxTip', a.max_tip::text,
               'ageSeconds', extract(epoch from clock_timestamp() - a.created_at)) order by a.created_at, a.max_fee)
             from attempts a where a.tx_id = t.id), '[]'::jsonb) as attempts
      from transactions t where t.state in ('assigned', 'sent', 'mined')
     order by t.created_at, t.signer, t.nonce limit ${limit}`.execute(db);
  return rows;
}
