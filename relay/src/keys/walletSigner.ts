import type { Address } from "doorkey/buyer";
import type { BaseWallet } from "ethers";
import type { RelaySigner } from "../engine/EngineContext.ts";
import { signedTransaction } from "./signedTransaction.ts";

/**
 * Makes a signer of a key in this process's memory. A key in another device is another object of this type.
 *
 * @example
 * const signer = walletSigner(new Wallet(privateKey));
 */
export function walletSigner(wallet: BaseWallet): RelaySigner {
  return {
    address: wallet.address as Address,
    signTransaction: async (transaction) => signedTransaction(transaction, wallet.signingKey),
  };
}
