import { type Provider, type Signer, Transaction } from "ethers";
import { poll, TIMEOUTS } from "../calls/waiting.ts";
import { askChain } from "../chain/fromNode.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address } from "../core/Hex.ts";
import { sendOnce } from "./sendOnce.ts";

/**
 * The deterministic deployment proxy. It takes a salt and creation code, and deploys by CREATE2, so that a contract has
 * one address on every chain, from any deployer.
 */
export const CREATE2_PROXY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

/** The proxy's code, which local chains may be given at once. */
export const CREATE2_PROXY_CODE =
  "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";

/**
 * The transaction that deploys the proxy, signed in advance by a key that no one has. It names no chain id, so it is
 * the same on every chain. It pays at most 100 gwei for 100,000 gas.
 */
const PRESIGNED =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222";

/** Wei that the proxy's transaction needs at its sender. */
export const PROXY_COST = 10n ** 16n;

/** Gas of the transaction that gives the sender its ether. */
export const FUNDING_GAS = 21_000n;

export async function hasProxy(provider: Provider): Promise<boolean> {
  return (await askChain(() => provider.getCode(CREATE2_PROXY))) === CREATE2_PROXY_CODE;
}

/**
 * Wei that the proxy's transaction still lacks at its sender.
 *
 * @throws CHAIN_UNFIT if the chain cannot take the transaction, so that nothing is paid for it.
 */
export async function proxyShortfall(provider: Provider): Promise<bigint> {
  const { from, gasPrice } = presigned();
  const [balance, nonce, block] = await askChain(() =>
    Promise.all([provider.getBalance(from), provider.getTransactionCount(from), provider.getBlock("latest")]),
  );
  if (nonce > 0) throw unfit(`The proxy's transaction was executed before and left no proxy at ${CREATE2_PROXY}.`);
  if ((block?.baseFeePerGas ?? 0n) > gasPrice) {
    throw unfit("The proxy's transaction pays at most 100 gwei for gas, and blocks cost more now. Try again later.");
  }
  return balance >= PROXY_COST ? 0n : PROXY_COST - balance;
}

/**
 * Deploys the proxy where a chain lacks it. Gives the transaction's sender its ether only after the node has refused
 * the transaction for that reason alone.
 */
export async function bringProxy(signer: Signer, provider: Provider): Promise<void> {
  if (await hasProxy(provider)) return;
  const { from, hash } = presigned();
  const refusal = await refusalOf(provider);
  if (refusal !== undefined && !isForFunds(refusal)) throw unfit(sentenceFor(refusal));
  await sendOnce(signer, provider, async () => {
    if (await hasProxy(provider)) return undefined;
    const value = await proxyShortfall(provider);
    return value === 0n ? undefined : { to: from, value, gasLimit: FUNDING_GAS };
  });
  const again = refusal === undefined ? undefined : await refusalOf(provider);
  if (again !== undefined && !(await hasProxy(provider))) throw unfit(sentenceFor(again));
  await poll(Date.now() + TIMEOUTS.mined, `Transaction ${hash} of the deployment proxy.`, async () => {
    const receipt = await askChain(() => provider.getTransactionReceipt(hash));
    if (await hasProxy(provider)) return true;
    if (receipt === null) return undefined;
    throw unfit("The proxy's transaction left no proxy, because this chain counts gas differently.");
  });
}

/** Whether a node refused the transaction only because its sender has no ether yet. */
function isForFunds(refusal: string): boolean {
  return /funds|balance/i.test(refusal);
}

function presigned(): { readonly from: Address; readonly hash: string; readonly gasPrice: bigint } {
  const { from, hash, gasPrice } = Transaction.from(PRESIGNED);
  return { from: from as Address, hash: hash as string, gasPrice: gasPrice ?? 0n };
}

/** Sends the proxy's transaction. Returns what the node said if it did not take it. */
async function refusalOf(provider: Provider): Promise<string | undefined> {
  try {
    await provider.broadcastTransaction(PRESIGNED);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return /already known|already imported|known transaction/i.test(said) ? undefined : said;
  }
}

function sentenceFor(refusal: string): string {
  return /replay|eip-?155|protected|chain.?id/i.test(refusal)
    ? "The chain's node refuses transactions without a chain id (before EIP-155), and only such a one brings the proxy."
    : `The chain's node refuses the transaction that brings the deployment proxy: ${refusal.slice(0, MAX_SAID)}`;
}

/** Most characters of a node's answer in an error. */
const MAX_SAID = 200;

function unfit(detail: string): DoorkeyError {
  return new DoorkeyError("CHAIN_UNFIT", { details: [detail] });
}
