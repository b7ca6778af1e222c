import type { Provider, Signer } from "ethers";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Connection } from "./Connection.ts";
import { askChain } from "./fromNode.ts";

/**
 * The signer of this connection, after a check that it is still on the connection's chain: the owner of a wallet may
 * switch it at any time. Ask for it right before it signs or sends.
 *
 * @throws SIGNER_MISSING if there is none; CHAIN_DIFFERENT.
 */
export async function signerOf({ signer, chainId }: Connection): Promise<Signer> {
  if (signer === undefined) throw new DoorkeyError("SIGNER_MISSING");
  await assertOnChain(signer, chainId);
  return signer;
}

/** Throws CHAIN_DIFFERENT unless the signer is on this chain. A signer without a provider is on none. */
export async function assertOnChain({ provider }: Pick<Signer, "provider">, chainId: number): Promise<void> {
  if (provider === null) return;
  const found = await askChain(() => chainOf(provider));
  if (found === chainId) return;
  throw new DoorkeyError("CHAIN_DIFFERENT", {
    details: [`The signer is on chain ${found}, and the connection on chain ${chainId}.`],
  });
}

async function chainOf(provider: Provider): Promise<number> {
  return Number((await provider.getNetwork()).chainId);
}
