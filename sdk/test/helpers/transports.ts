/** A call means the same if its signer sends it or signs a request that a relay sends, so tests try both. */

import type { Connection } from "../../src/chain/Connection.ts";
import { isDoorkeyError } from "../../src/core/DoorkeyError.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";

export const TRANSPORTS = ["direct", "relay"] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** A new signer: with ether of its own, or with none and a relay. */
export async function join(chain: TestChain, transport: Transport): Promise<Connection> {
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
