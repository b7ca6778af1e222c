import { HDNodeWallet, type Wallet } from "ethers";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { CREATE2_PROXY, CREATE2_PROXY_CODE } from "../deployment/create2Proxy.ts";

export const CHAIN_ID = 31337;
export const ETHER = 10n ** 18n;

/** Every Ethereum tool knows this phrase. Thieves take what its accounts own on a public chain within a second. */
const PHRASE = "test test test test test test test test test test test junk";

/** The one account with ether on a fresh local chain. */
export const payerKey: Pick<Wallet, "privateKey"> = HDNodeWallet.fromPhrase(PHRASE, "", "m/44'/60'/0'/0/0");

const NETWORK = "doorkey";

/** What a network's provider does: sends a request to the chain. */
type Provider = { request(call: { method: string; params: unknown[] }): Promise<unknown> };

/**
 * Makes Hardhat's environment with one network, named as returned. Only this function loads Hardhat, so that the rest
 * of the package works without it.
 *
 * @throws PACKAGE_MISSING if Hardhat is not installed.
 */
export async function localNetwork({ startAt }: { readonly startAt?: number | undefined } = {}) {
  const { createHardhatRuntimeEnvironment } = await loadHardhat();
  const config: Parameters<typeof createHardhatRuntimeEnvironment>[0] = {
    networks: {
      [NETWORK]: {
        type: "edr-simulated",
        chainType: "l1",
        hardfork: "osaka",
        chainId: CHAIN_ID,
        accounts: [{ privateKey: payerKey.privateKey, balance: 1_000_000n * ETHER }],
        ...(startAt === undefined ? {} : { initialDate: new Date(startAt * 1_000) }),
      },
    },
  };
  // The folder of this package, because Hardhat needs one with a package.json, and the working folder may have none.
  const hre = await createHardhatRuntimeEnvironment(config, {}, import.meta.dirname);
  return { hre, name: NETWORK };
}

/** Gives a local chain the deployment proxy, as other local chains have it from their first block. */
export async function giveProxy(provider: Provider): Promise<void> {
  await provider.request({ method: "hardhat_setCode", params: [CREATE2_PROXY, CREATE2_PROXY_CODE] });
}

async function loadHardhat() {
  try {
    return await import("hardhat/hre");
  } catch (cause) {
    const details = ["The local chain is in the package hardhat. Install it: npm install hardhat@^3.17.0"];
    throw isMissing(cause) ? new DoorkeyError("PACKAGE_MISSING", { cause, details }) : cause;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
