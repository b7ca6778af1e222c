/** A call means the same whether its signer sends it, or signs a request that a relay carries: tests try both. */

import type { Connection } from "../../src/chain/Connection.ts";
import { isDoorkeyError } from "../../src/core/DoorkeyError.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";

export const TRANSPORTS = ["direct", "relay"] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** A newcomer: with ether of its own, or with none and a relay. */
export async function join(
  chain: Pick<TestChain, "connect" | "emptyKey" | "fundedKey">,
  transport: Transport,
): Promise<Connection> {
  return chain.connect(transport === "relay" ? chain.emptyKey() : await chain.fundedKey(), {
    relay: transport === "relay",
  });
}

/** Why a call was refused: the contract's error with its arguments, or the package's own code. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isDoorkeyError(error)) throw error ?? new Error("it went through");
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
