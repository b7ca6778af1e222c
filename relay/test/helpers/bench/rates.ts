/** The same calls offered at once, to a bare sender or to a relay, from the first submit to the last mined block. */

import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { Submitted, WireSignedRequest } from "doorkey/relay";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { toQuantity, type Wallet } from "ethers";
import { rightsRegistryOf } from "../show.ts";
import type { GrantCall } from "./calls.ts";
import { API_KEY } from "./relays.ts";

/** Calls that the bare sender has under way at once. */
const AT_ONCE = 16;
/** Clients that offer requests to a relay, and requests in each of their bodies. */
const CLIENTS = 8;

/** After so many blocks without a grant, one of them must have failed. */
const MOST_EMPTY = 120;

/** How a run went. `blocks` are those from the first grant to the last one. */
export type Run = { readonly seconds: number; readonly gas: number; readonly blocks: number };

/** Sends calls, and waits until all of them are mined. Begins right after a block. */
export async function timed(node: ServedChain, calls: number, send: () => Promise<unknown>): Promise<Run> {
  const firstBlock = await nextBlock(node, Number(await node.send("eth_blockNumber")));
  const started = performance.now();
  const sent = send();
  const mined = countGrants(node, firstBlock + 1, calls);
  await Promise.all([sent, mined]);
  return { ...(await mined), seconds: ((await mined).at - started) / 1_000 };
}

async function nextBlock(node: ServedChain, after: number): Promise<number> {
  for (;;) {
    const number = Number(await node.send("eth_blockNumber"));
    if (number > after) return number;
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Resolves when so many grants are in blocks, with the moment in which the last block was seen. */
async function countGrants(node: ServedChain, fromBlock: number, calls: number) {
  const topics = [interfaces.EntryRightRegistry.getEvent("RightsGranted").topicHash];
  let [seen, gas, blocks, empty] = [0, 0, 0, 0];
  for (let number = fromBlock; ; number++) {
    await nextBlock(node, number - 1);
    const at = performance.now();
    const range = { fromBlock: toQuantity(number), toBlock: toQuantity(number) };
    const logs = await node.send("eth_getLogs", { address: rightsRegistryOf(node), topics, ...range });
    const block = (await node.send("eth_getBlockByNumber", toQuantity(number), false)) as { gasUsed: Hex };
    seen += (logs as unknown[]).length;
    empty = (logs as unknown[]).length === 0 ? empty + 1 : 0;
    if (empty > MOST_EMPTY) throw new Error(`only ${seen} of ${calls} grants were mined`);
    gas += Number(block.gasUsed);
    if (seen > 0) blocks++;
    if (seen >= calls) return { at, gas, blocks };
  }
}

/** Signs and sends each call with its seller's ether, sixteen at once, as a script with ethers would. */
export async function sendBare(node: ServedChain, calls: readonly GrantCall[]): Promise<void> {
  const nonces = await noncesOf(node, calls);
  const waiting = [...calls];
  const to: Address = rightsRegistryOf(node);
  const worker = async () => {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
      const { seller, data, gas } = call;
      const nonce = nonces.get(seller.address) ?? 0;
      nonces.set(seller.address, nonce + 1);
      const fees = { maxFeePerGas: 20n * 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n };
      const chainId = node.deployment.chainId;
      const raw = await seller.signTransaction({
        type: 2,
        chainId,
        nonce,
        to,
        data,
        gasLimit: BigInt(gas),
        ...fees,
      });
      await node.send("eth_sendRawTransaction", raw);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function noncesOf(node: ServedChain, calls: readonly GrantCall[]): Promise<Map<string, number>> {
  const sellers = new Set<Wallet>(calls.map(({ seller }) => seller));
  const all = [...sellers].map(async ({ address }): Promise<[string, number]> => {
    return [address, await node.provider.getTransactionCount(address)];
  });
  return new Map(await Promise.all(all));
}

/** Offers signed requests in bodies, by eight clients, spread over the replicas. Refusals end the run. */
export async function offer(
  urls: readonly string[],
  requests: readonly WireSignedRequest[],
  bodySize: number,
): Promise<void> {
  const bodies: WireSignedRequest[][] = [];
  for (let i = 0; i < requests.length; i += bodySize) bodies.push(requests.slice(i, i + bodySize));
  const client = async (_: unknown, index: number) => {
    const url = `${urls[index % urls.length]}/v1/requests`;
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) await post(url, body);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function post(url: string, requests: readonly WireSignedRequest[]): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${API_KEY}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ requests }) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { results } = (await response.json()) as Submitted;
  const refused = results.find((one) => "problem" in one);
  if (refused !== undefined) throw new Error(`the relay refused a request: ${JSON.stringify(refused)}`);
}
