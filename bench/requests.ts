import type { Suite } from "doorkey-test-support/contracts";
import { signRequest } from "doorkey-test-support/statements";
import type { ContractTransaction } from "ethers";
import { T0 } from "./chain.ts";

/** A team's call, as a request carries it. */
export type RequestedCall = {
  readonly to: string;
  readonly gas: bigint;
  readonly data: string;
  readonly nonce: bigint;
};

/** A call to the forwarder itself, which only uses up a nonce. */
export const NOTHING = { gas: 0n, data: "0x" } as const;

/** The transaction in which the relay has the forwarder execute a team's call. */
export async function requestCall(
  { forwarder, roles, domains }: Suite,
  signer: Suite["roles"]["gate"],
  call: RequestedCall,
): Promise<ContractTransaction> {
  const terms = { ...call, deadline: BigInt(T0) * 2n, relayer: roles.relay.address };
  return forwarder.execute.populateTransaction([await signRequest(domains.forwarder, signer, terms)]);
}
