import { concat, type Provider } from "ethers";
import { askChain } from "../chain/fromNode.ts";
import type { Address, Hex } from "../core/Hex.ts";

/** Most gas that a transaction may have since Osaka (EIP-7825). */
export const TRANSACTION_GAS = 16_777_216n;

/** Adds a fifth to an estimate, because the state may have changed when the call executes. */
export function withMargin(estimate: bigint): bigint {
  return estimate + estimate / 5n;
}

/** The gas that a call would take if the forwarder made it now in the name of `from`. */
export function estimateForwarded(
  provider: Provider,
  forwarder: Address,
  { from, to, data }: { readonly from: Address; readonly to: Address; readonly data: Hex },
): Promise<bigint> {
  return askChain(() => provider.estimateGas({ from: forwarder, to, data: concat([data, from]) }));
}
