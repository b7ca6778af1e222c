/** An engine whose signer another replica takes at a point that the test decides. */

import { sql } from "kysely";
import { type Chain, openChain } from "../../src/chain/Chain.ts";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import type { Stage } from "./stage.ts";
import { type EngineChange, engineOn, type TestEngine, testOptions } from "./world.ts";

/** Calls `before` each time that the engine has renewed its leases and looks at the chain. */
export function chainWith(url: string, before: () => Promise<void>): Chain {
  const { confirmations } = testOptions;
  const chain = openChain({ endpoints: [rpcEndpoint(url, { timeoutMs: 5_000 })], confirmations });
  return {
    ...chain,
    look: async () => {
      await before();
      return chain.look();
    },
  };
}

/** How a replica loses its signer. */
export const LOSSES = {
  "another replica has it": sql`update signers set lease_owner = 'the other one', epoch = epoch + 1`,
  "its lease has ended": sql`update signers set lease_until = clock_timestamp() - interval '1 second'`,
} as const;

/** The next pass of the engine returned loses its signer after it renewed its lease, if `isOver` was called. */
export function losingEngine(
  { db, node }: Stage,
  loss: keyof typeof LOSSES,
  { urls: [url = node.url] = [], ...change }: EngineChange = {},
): { readonly engine: TestEngine; readonly loseNext: () => void } {
  let isNext = false;
  const engine = engineOn(db, node, {
    ...change,
    chain: chainWith(url, async () => {
      if (isNext) await LOSSES[loss].execute(db);
      isNext = false;
    }),
  });
  const loseNext = () => {
    isNext = true;
  };
  return { engine, loseNext };
}

/** Everything of a signer and its requests that only the replica that holds it may change. */
export async function factsOf({ db, node }: Stage): Promise<unknown> {
  const { rows } = await sql`
    select (select json_agg(r order by digest) from (select digest, state, tx_id, outcome, transaction_hash, charged_wei,
        reserved_wei, max_batch, solo_failures from requests) r) as requests,
      (select json_agg(t order by id) from transactions t) as transactions,
      (select json_agg(a order by hash) from attempts a) as attempts,
      (select json_agg(b order by sponsor, period) from budgets b) as budgets,
      (select json_agg(s order by address) from (select address, next_nonce from signers) s) as signers`.execute(db);
  const signers = await db.selectFrom("signers").select("address").execute();
  const sent = await Promise.all(signers.map(({ address }) => node.provider.getTransactionCount(address, "pending")));
  return { rows, sent };
}
