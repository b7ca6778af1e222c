import type { Suite } from "doorkey-test-support/contracts";
import { signRequest } from "doorkey-test-support/statements";
import type { ContractTransaction } from "ethers";
import { T0 } from "./chain.ts";

/** A call of a team, as it goes into a request. */
export type RequestedCall = {
  readonly to: string;
  readonly gas: bigint;
  readonly data: string;
  readonly nonce: bigint;
};

/** To the forwarder itself: uses up a nonce and does nothing else. */
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
