import type { Address, Hex } from "doorkey/buyer";
import type { BaseWallet } from "ethers";
import type { RelaySigner } from "../engine/EngineContext.ts";

/**
 * A key in this process's memory as the engine sees it. A key in a machine elsewhere is another object of the same form.
 *
 * @example
 * const signer = walletSigner(new Wallet(privateKey));
 */
export function walletSigner(wallet: BaseWallet): RelaySigner {
  return {
    address: wallet.address as Address,
    signTransaction: async (transaction) => (await wallet.signTransaction({ ...transaction })) as Hex,
  };
}
