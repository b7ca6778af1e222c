import type { Address } from "doorkey/buyer";
import type { Chain } from "../chain/Chain.ts";
import type { ChainView } from "../chain/ChainView.ts";
import type { Config } from "../config/Config.ts";
import { inEther } from "../metrics/readiness.ts";
import type { RelayLogger } from "../metrics/recentFaults.ts";
import { faultOf } from "./faultOf.ts";

/** A signer with too little ether to build transactions. */
export type FundingNeed = {
  readonly address: Address;
  readonly chainId: number;
  readonly balance: bigint;
  /** Wei to send, so that it holds twice `fees.lowBalance`. */
  readonly amount: bigint;
};

/** Which signers hold less than `fees.lowBalance`, and how much each needs. */
export async function fundingNeeds(
  { chain, fees }: Pick<Config, "chain" | "fees">,
  view: Pick<ChainView, "balanceOf">,
  signers: readonly { readonly address: Address }[],
): Promise<FundingNeed[]> {
  const balances = await Promise.all(signers.map(({ address }) => view.balanceOf(address)));
  return signers.flatMap(({ address }, i) => {
    const balance = balances[i] ?? 0n;
    if (balance >= fees.lowBalance) return [];
    return [{ address, chainId: chain.id, balance, amount: 2n * fees.lowBalance - balance }];
  });
}

/** What a wallet reads from a QR code (EIP-681): the address, the chain and the amount. */
export function fundingUri({ address, chainId, amount }: Pick<FundingNeed, "address" | "chainId" | "amount">): string {
  return `ethereum:${address}@${chainId}?value=${amount}`;
}

type Needs = {
  readonly config: Pick<Config, "chain" | "fees">;
  readonly chain: Pick<Chain, "look">;
  readonly signers: readonly { readonly address: Address }[];
  readonly logger: RelayLogger;
  readonly onUnfunded: (needs: readonly FundingNeed[]) => void;
};

/** Says at the start which signers need ether, and how much, in the log and to the terminal. */
export async function tellUnfunded({ config, chain, signers, logger, onUnfunded }: Needs): Promise<void> {
  try {
    const needs = await fundingNeeds(config, await chain.look(), signers);
    for (const need of needs) {
      const amounts = { balance: inEther(need.balance), send: inEther(need.amount) };
      logger.warn({ msg: "a signer needs ether", address: need.address, ...amounts, qr: fundingUri(need) });
    }
    if (needs.length > 0) onUnfunded(needs);
  } catch (error) {
    logger.warn({ msg: "no node says what the signers hold", ...faultOf(error) });
  }
}
