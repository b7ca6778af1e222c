/** Checks that nothing was lost or done twice, on the chain and in the database compared with the chain. */

import type { Address, Hex } from "doorkey";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { chainView } from "../../../src/chain/ChainView.ts";
import { rpcEndpoint } from "../../../src/chain/jsonRpc.ts";
import type { Db } from "../../../src/storage/transact.ts";
import { executionsOf } from "../checks.ts";
import { target as targetAbi } from "../world.ts";

const FINAL: readonly string[] = ["confirmed", "executed_elsewhere"];

export type Check = { readonly what: string; readonly expected: number; readonly found: number };

/** @param foreign How many requests strangers may have executed, each of which may leave a nonce without a request. */
export async function verify(
  node: ServedChain,
  db: Db,
  target: Address,
  digests: readonly Hex[],
  foreign = 0,
): Promise<Check[]> {
  const counts = await executionsOf(node, digests);
  const requests = await db.selectFrom("requests").select(["digest", "state", "outcome"]).execute();
  const transactions = await db.selectFrom("transactions").selectAll().execute();
  const signers = await db.selectFrom("signers").selectAll().execute();
  const final = transactions.filter(({ state }) => state === "final");
  const carrying = await db.selectFrom("requests").select("tx_id").distinct().where("tx_id", "is not", null).execute();

  let apart = 0;
  let used = 0;
  for (const { address, next_nonce } of signers) {
    const nonce = await node.provider.getTransactionCount(address);
    used += nonce;
    if (nonce !== next_nonce) apart++;
  }
  const view = chainView(rpcEndpoint(node.url, { timeoutMs: 60_000 }));
  const asked = await view.receipts(final.flatMap(({ transaction_hash }) => transaction_hash ?? []));
  const receipts = [...asked.values()].filter((receipt) => receipt !== undefined);
  const calls = targetAbi.encodeFunctionData("calls") as Hex;
  const [called] = await view.calls([{ to: target, data: calls }]);

  return [
    { what: "requests executed exactly once", expected: digests.length, found: counts.filter((n) => n === 1).length },
    { what: "requests executed twice or more", expected: 0, found: counts.filter((n) => n > 1).length },
    {
      what: "requests final with success in the database",
      expected: digests.length,
      found: requests.filter(({ state, outcome }) => FINAL.includes(state) && outcome === "success").length,
    },
    {
      what: "calls that the target counted",
      expected: digests.length,
      found: called?.success === true ? Number(called.data) : -1,
    },
    { what: "transactions in the database that are not final", expected: 0, found: transactions.length - final.length },
    { what: "nonces used on chain without a final transaction", expected: 0, found: used - final.length },
    {
      what: `nonces wasted beyond ${foreign} foreign executions`,
      expected: 0,
      found: Math.max(0, final.length - carrying.length - foreign),
    },
    { what: "transactions that reverted", expected: 0, found: receipts.filter(({ success }) => !success).length },
    { what: "receipts of final transactions", expected: final.length, found: receipts.length },
    { what: "signers whose nonce differs from the chain's", expected: 0, found: apart },
  ];
}

/** Prints the checks; returns whether all hold. */
export function report(checks: readonly Check[]): boolean {
  for (const { what, expected, found } of checks) {
    console.log(
      `  ${expected === found ? "ok  " : "LOST"} ${what.padEnd(52)} ${String(found).padStart(6)} of ${expected}`,
    );
  }
  return checks.every(({ expected, found }) => expected === found);
}
