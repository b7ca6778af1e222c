/** A call means the same if its signer sends it or signs a request that a relay sends, so tests try both. */

import type { Wallet } from "ethers";
import { type Connection, isDoorkeyError } from "../../sdk/src/index.ts";
import type { TestChain } from "../../sdk/src/testing/index.ts";

export const TRANSPORTS = ["direct", "relay"] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** A connection whose key is known. */
export type Member = Connection & { readonly signer: Wallet };

/** Connects `key`, or a fresh one: with ether of its own, or without ether and through the chain's relay. */
export async function join(
  chain: Pick<TestChain, "connect" | "emptyKey" | "fundedKey">,
  transport: Transport,
  key?: Wallet,
): Promise<Member> {
  const relay = transport === "relay";
  const signer = key ?? (relay ? chain.emptyKey() : await chain.fundedKey());
  return { ...(await chain.connect(signer, { relay })), signer };
}

/** Why a call was refused: the contract's error with its arguments, or the package's own code. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isDoorkeyError(error)) throw error ?? new Error("the call succeeded");
  const { code, contractError, message } = error;
  return contractError === undefined
    ? { code, message }
    : { code, message, name: contractError.name, args: Object.values(contractError.args) };
}

export type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly name?: string;
  readonly args?: readonly unknown[];
};
