import type { Address } from "doorkey";
import { sql } from "kysely";
import { msSince } from "../storage/clocks.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";

/** What a signer has to do. */
export type Work = {
  /** Transactions that are not final. */
  readonly open: number;
  /** Those of them that wait to be mined. */
  readonly waiting: number;
  /** Whether one of them is not signed yet, or has waited long enough to be sent again. */
  readonly urgent: boolean;
  /** Whether a request in the queue may be for it. */
  readonly queued: boolean;
};

/** The work of all signers that this replica holds, in one statement. */
export async function workOf(
  { db, options }: EngineContext,
  held: readonly Lease[],
): Promise<ReadonlyMap<Address, Work>> {
  if (held.length === 0) return new Map();
  const signers = held.map(({ signer }) => signer);
  const { rows } = await sql<Work & { signer: Address }>`
    select mine.signer, coalesce(under_way.open, 0) as open, coalesce(under_way.waiting, 0) as waiting,
           coalesce(under_way.urgent, false) as urgent,
           exists (select from requests r
             where r.state = 'queued' and (r.relayer is null or r.relayer = mine.signer)) as queued
    from unnest(${signers}::text[]) as mine(signer)
    left join lateral (
      select count(*)::int as open, (count(*) filter (where t.state <> 'mined'))::int as waiting,
             bool_or(t.state = 'assigned' or (t.state = 'sent' and coalesce(
               (select min(${msSince("a.created_at")}) from attempts a where a.tx_id = t.id), 0
             ) >= ${options.rebroadcastAfterMs})) as urgent
      from transactions t where t.signer = mine.signer and t.state in ('assigned', 'sent', 'mined')
    ) as under_way on true`.execute(db);
  return new Map(rows.map(({ signer, ...work }) => [signer, work]));
}
