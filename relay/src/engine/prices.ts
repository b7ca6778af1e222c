import { sql } from "kysely";
import type { ChainView, FeeHistory } from "../chain/ChainView.ts";
import type { EngineContext } from "./EngineContext.ts";

/** A single block is not enough to say what others pay. */
const LEAST_BLOCKS = 2;

/**
 * What others paid lately. Blocks of which this relay's own transactions fill half or more say only what the relay itself
 * offered, so they are left out, as are blocks that were nearly empty. If fewer than two are left, nobody competes, and
 * the lowest tip is enough.
 */
export async function pricesOf({ db }: EngineContext, view: ChainView): Promise<FeeHistory> {
  const history = await view.feeHistory();
  const { blocks } = history;
  if (blocks === undefined || blocks.length === 0) return history;
  const { rows } = await sql<{ block: number; gas: number }>`
    select block_number as block, sum(gas_limit)::float8 as gas from transactions
     where state in ('mined', 'final') and block_number = any(${blocks.map(({ number }) => number)}::bigint[])
     group by block_number`.execute(db);
  const own = new Map(rows.map(({ block, gas }) => [block, gas]));
  const others = blocks.filter(({ number, fullness }) => (own.get(number) ?? 0) < (fullness * view.head.gasLimit) / 2);
  return { ...history, tips: others.length < LEAST_BLOCKS ? [] : others.map(({ tip }) => tip) };
}
