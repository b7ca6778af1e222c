/** The forwarder alone, with a target that reports its caller. Tests of the forwarder start from it. */

import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { HOUR, now } from "doorkey-test-support/contracts";
import { type ForwardRequest, forwarderDomain, type SignedRequest, signRequest } from "doorkey-test-support/statements";
import type { ContractTransactionReceipt, Signer, TypedDataDomain } from "ethers";
import type { GasRelayForwarder } from "../../types/ethers-contracts/index.js";

export const SKIP = {
  none: 0n,
  expired: 1n,
  nonceUsed: 2n,
  otherRelayer: 3n,
  badSignature: 4n,
  targetUntrusting: 5n,
} as const;

/** The outcome of a request, with a reason only if its call failed. */
export type Outcome = { hash: string } & ({ skipped: bigint } | { success: boolean; reason?: string });

export async function openForwarder(ethers: HardhatEthers) {
  const [relay, eve] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
  const forwarder = await ethers.deployContract("GasRelayForwarder");
  const address = await forwarder.getAddress();
  const target = await ethers.deployContract("TrustingTarget", [address]);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = forwarderDomain(chainId, address);
  const ann = ethers.Wallet.createRandom();
  const bob = ethers.Wallet.createRandom();
  const deadline = BigInt((await now({ ethers })) + HOUR);
  let nonce = 0n;

  /** A call of the target that the relay may execute, with the changes in `over`. */
  async function sign(
    signer: Signer,
    over: Partial<ForwardRequest> = {},
    domainOver: TypedDataDomain = {},
  ): Promise<SignedRequest> {
    return signRequest({ ...domain, ...domainOver }, signer, {
      to: await target.getAddress(),
      gas: 200_000n,
      nonce: nonce++,
      deadline,
      relayer: relay.address,
      data: target.interface.encodeFunctionData("record", ["0xda7a"]),
      ...over,
    });
  }

  /** Executes requests as the relay, or as `by`. */
  async function execute(requests: SignedRequest[], by = relay, gasLimit = 10_000_000n): Promise<Outcome[]> {
    const transaction = await forwarder.connect(by).execute(requests, { gasLimit });
    return outcomes(forwarder, await transaction.wait());
  }

  return { forwarder, address, target, domain, relay, eve, ann, bob, deadline, sign, execute };
}

/** The outcome of each request by its log, in order. */
export function outcomes(forwarder: GasRelayForwarder, receipt: ContractTransactionReceipt | null): Outcome[] {
  return (receipt?.logs ?? []).flatMap((log): Outcome[] => {
    const event = forwarder.interface.parseLog(log);
    if (event?.name === "RequestSkipped") return [{ hash: event.args.hash, skipped: event.args.why }];
    if (event?.name === "RequestExecuted") {
      const { hash, success, reason } = event.args;
      return [success ? { hash, success } : { hash, success, reason }];
    }
    return [];
  });
}
