import { concat, type Provider } from "ethers";
import { askChain } from "../chain/fromNode.ts";
import type { Address, Hex } from "../core/Hex.ts";

/** No transaction may have more gas since Osaka (EIP-7825). */
export const TRANSACTION_GAS = 16_777_216n;

/** An estimate with a fifth more: the state may be another one when the call is carried out. */
export function withMargin(estimate: bigint): bigint {
  return estimate + estimate / 5n;
}

/** What a call would take if the forwarder made it now in the name of `from`. */
export function estimateForwarded(
  provider: Provider,
  forwarder: Address,
  { from, to, data }: { readonly from: Address; readonly to: Address; readonly data: Hex },
): Promise<bigint> {
  return askChain(() => provider.estimateGas({ from: forwarder, to, data: concat([data, from]) }));
}
