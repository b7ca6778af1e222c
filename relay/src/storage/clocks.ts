/**
 * The database's clock may be set while the relay runs. After it was set back, the times of rows lie ahead. A time that is
 * further ahead than the relay ever sets one counts as past, so that nothing waits for the clock to come back.
 */

import { type RawBuilder, sql } from "kysely";

/** Longest lease that a configuration may set, and more than the longest wait of a request. */
const LONGEST = "11 minutes";

/** Whether a time of a row is ahead, by a clock that may have been set back since. */
export function isAhead(column: string): RawBuilder<boolean> {
  const time = sql.ref(column);
  return sql<boolean>`coalesce(${time} > clock_timestamp()
    and ${time} <= clock_timestamp() + ${sql.lit(LONGEST)}::interval, false)`;
}

/** What `msSince` says of a time that lies ahead, in milliseconds. */
export const LONG_AGO = 1e12;

/** Milliseconds since a time of a row. One that lies ahead was long ago. */
export function msSince(column: string): RawBuilder<number> {
  const time = sql.ref(column);
  return sql<number>`(case when ${time} > clock_timestamp() + interval '1 second' then ${sql.lit(LONG_AGO)}
    else extract(epoch from clock_timestamp() - ${time}) * 1000 end)::float8`;
}
