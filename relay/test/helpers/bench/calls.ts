/** Calls that grant rights to holders who differ in every call, made before anything is measured. */

import type { Address, Hex } from "doorkey";
import { signRequest, type WireSignedRequest } from "doorkey/relay";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Show } from "doorkey-test-support/show";
import { hexlify, randomBytes, type Wallet, ZeroAddress } from "ethers";
import { grantTo, rightsRegistryOf } from "../show.ts";
import { suiteOf } from "../suite.ts";

/** A call of the registry that grants rights, and the gas that it takes as a transaction, with a margin. */
export type GrantCall = { readonly seller: Wallet; readonly data: Hex; readonly gas: number };

/** Gas that is added to the estimate of the first call, because some calls write to a slot that was empty. */
const MARGIN = 50_000;
/** What a transaction takes beside its call. */
const BASE = 21_000;

/** `count` calls of `rights` rights each, the sellers in turn. */
export async function grantCalls(
  node: ServedChain,
  show: Show,
  sellers: readonly Wallet[],
  count: number,
  rights: number,
): Promise<GrantCall[]> {
  const holders = () => Array.from({ length: rights }, () => hexlify(randomBytes(20)) as Address);
  const [first] = sellers;
  const one = { from: first?.address, to: rightsRegistryOf(node), data: grantTo(show, ...holders()) };
  const gas = Number(await node.send("eth_estimateGas", one)) + MARGIN;
  return Array.from({ length: count }, (_, i) => {
    const seller = sellers[i % sellers.length] as Wallet;
    return { seller, data: grantTo(show, ...holders()), gas };
  });
}

/** The same calls as signed requests. Each seller begins at `firstNonce`. */
export async function signedCalls(
  node: ServedChain,
  calls: readonly GrantCall[],
  firstNonce: number,
): Promise<WireSignedRequest[]> {
  const to = rightsRegistryOf(node);
  const deadline = (await node.clock.now()) + 3_000;
  const nonces = new Map<string, number>();
  return Promise.all(
    calls.map(({ seller, data, gas }) => {
      const nonce = nonces.get(seller.address) ?? firstNonce;
      nonces.set(seller.address, nonce + 1);
      const request = {
        from: seller.address as Address,
        to,
        data,
        gas: String(gas - BASE),
        nonce: String(nonce),
        deadline,
      };
      return signRequest(suiteOf(node), seller, { ...request, relayer: ZeroAddress as Address });
    }),
  );
}
