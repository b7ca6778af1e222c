/**
 * Sellers that grant directly or through a relay. Each waits until its right is mined before it grants the next one.
 */

import type { Address, Hex } from "doorkey";
import { httpRelay, type Relay, signRequest } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Show } from "doorkey-test-support/show";
import type { Wallet } from "ethers";
import { grantTo } from "../show.ts";
import { suiteOf } from "../suite.ts";
import { API_KEY } from "./relays.ts";

/** Grants one right and returns when it is mined. */
export type Grant = (seller: Wallet, data: Hex) => Promise<void>;

export type Measured = {
  readonly rightsPerSecond: number;
  readonly gasPerRight: number;
  readonly p50: number;
  readonly p99: number;
};

/** Polls until the answer is yes, as the SDK does: quickly at first, then once a second. */
async function poll(ask: () => Promise<boolean>): Promise<void> {
  for (let wait = 20; !(await ask()); wait = Math.min(2 * wait, 1_000)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Makes `rights` grants by all sellers at once. Gas is that of all transactions in those blocks. */
export async function measure(
  node: ServedChain,
  show: Show,
  sellers: readonly Wallet[],
  rights: number,
  grant: Grant,
): Promise<Measured> {
  const firstBlock = Number(await node.send("eth_blockNumber")) + 1;
  const latencies: number[] = [];
  let left = rights;
  let holder = 0;
  const started = performance.now();
  await Promise.all(
    sellers.map(async (seller) => {
      while (left-- > 0) {
        const begun = performance.now();
        await grant(seller, grantTo(show, walletOf(`holder ${firstBlock} ${holder++}`).address as Address));
        latencies.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    rightsPerSecond: rights / seconds,
    gasPerRight: (await gasSince(node, firstBlock)) / rights,
    p50: at(0.5),
    p99: at(0.99),
  };
}

async function gasSince(node: ServedChain, firstBlock: number): Promise<number> {
  const last = Number(await node.send("eth_blockNumber"));
  let gas = 0;
  for (let number = firstBlock; number <= last; number++) {
    const block = (await node.send("eth_getBlockByNumber", `0x${number.toString(16)}`, false)) as { gasUsed: Hex };
    gas += Number(block.gasUsed);
  }
  return gas;
}

/**
 * As the SDK does: prepares, signs, submits, and follows the request until it is mined. Each seller is a program of its
 * own; they are spread over the replicas.
 */
export function throughRelay(node: ServedChain, rights: Address, urls: readonly string[]): Grant {
  const relays = new Map<string, Relay>();
  const relayOf = ({ address }: Wallet): Relay => {
    const url = urls[relays.size % urls.length] ?? "";
    const relay = relays.get(address) ?? httpRelay({ url, key: API_KEY });
    relays.set(address, relay);
    return relay;
  };
  return async (seller, data) => {
    const relay = relayOf(seller);
    const { request } = await relay.prepare({ from: seller.address as Address, to: rights, data });
    const [result] = await relay.submit([await signRequest(suiteOf(node), seller, request)]);
    if (result === undefined || "problem" in result) throw new Error(`the relay refused: ${JSON.stringify(result)}`);
    await poll(async () => {
      const status = await relay.status(result.digest);
      if (status?.outcome !== undefined && status.outcome !== "success") throw new Error(JSON.stringify(status));
      return status?.outcome === "success";
    });
  };
}
