import type { Address } from "doorkey/buyer";
import { sql } from "kysely";
import { isAhead } from "../storage/clocks.ts";
import { type Db, pausedScopes } from "../storage/index.ts";

/** A key that sends for this relay, on any replica. */
export type Relayer = {
  readonly address: Address;
  /** Whether it may build new transactions, because it is neither paused nor short of ether and has no code. */
  readonly active: boolean;
  /** Whether a replica sends for it now. */
  readonly leased: boolean;
  /** Requests that name it and are not mined; with those that were prepared for it since this was read. */
  load: number;
};

/** The keys, and what is paused. */
export type RelayState = {
  readonly relayers: readonly Relayer[];
  readonly paused: ReadonlySet<string>;
};

/**
 * A key that a replica had within this time counts, with or without a lease. During a rolling update no replica may hold
 * it for a moment, and what was prepared for it is sent by the next one.
 */
const GRACE = "60 seconds";

/**
 * Which keys send, and what is paused. Read at most once a second, because the intake needs it for every request.
 * `freshState` always reads it.
 *
 * @example
 * const { state, freshState } = relayState(db, Date.now);
 */
export function relayState(db: Db, now: () => number) {
  let known: { until: number; state: Promise<RelayState> } | undefined;
  const freshState = (): Promise<RelayState> => {
    const state = readState(db);
    const entry = { until: now() + 1_000, state };
    known = entry;
    state.catch(() => {
      if (known === entry) known = undefined;
    });
    return state;
  };
  const state = () => (known !== undefined && now() < known.until ? known.state : freshState());
  return { state, freshState };
}

async function readState(db: Db): Promise<RelayState> {
  const paused = await pausedScopes(db);
  const { rows } = await sql<{ address: Address; idle: boolean; leased: boolean; load: number }>`
    select s.address, s.low_since is not null or s.code_since is not null as idle, ${isAhead("s.lease_until")} as leased,
           (select count(*) from requests r
             where r.relayer = s.address and r.state in ('queued', 'assigned'))::int as load
      from signers s
     where s.seen_at > clock_timestamp() - ${sql.lit(GRACE)}::interval
     order by s.address`.execute(db);
  return {
    paused,
    relayers: rows.map(({ address, idle, leased, load }) => ({
      address,
      load,
      leased,
      active: !idle && !paused.has("all") && !paused.has(`signer:${address.toLowerCase()}`),
    })),
  };
}

/**
 * Picks the key with the least to do; undefined if none can send. The load counts at once, because many requests come
 * between two readings and would all get the same key.
 */
export function leastLoaded(relayers: readonly Relayer[]): Relayer | undefined {
  const least = relayers
    .filter(({ active }) => active)
    .reduce<Relayer | undefined>((best, one) => (best === undefined || one.load < best.load ? one : best), undefined);
  if (least !== undefined) least.load++;
  return least;
}
