import { BrowserProvider, type Eip1193Provider, type Signer, toQuantity, Wallet } from "ethers";
import type { Deployment } from "../chain/addresses/deployments.ts";
import type { Connection } from "../chain/Connection.ts";
import { connect } from "../chain/connect.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import { deploySuite } from "../deployment/deploySuite.ts";
import type { Relay } from "../relay/Relay.ts";
import { inlineRelay } from "./inlineRelay.ts";
import { ETHER, giveProxy, localNetwork, payerKey } from "./localNetwork.ts";

/** Ether of a key that pays, so that no test ever needs more. */
const FUNDS = 1_000_000n * ETHER;

/** A simulated network of Hardhat, as `network.create()` of a project's own Hardhat returns it. */
export type HardhatNetwork = { readonly provider: Eip1193Provider };

/** A whole Ethereum chain in this process with the suite on it. */
export type TestChain = {
  readonly provider: BrowserProvider;
  /** On a chain of its own always the same, and the one in doorkey/addresses for 31337. */
  readonly deployment: Deployment;
  /** Carries requests through the real forwarder at once, and pays for them. */
  readonly relay: Relay;
  /** Connects a key, through the relay unless `relay` is false. Without a key the connection only reads. */
  readonly connect: (signer?: Signer, options?: { readonly relay?: boolean }) => Promise<Connection>;
  /** A fresh key without ether, for calls through the relay. */
  readonly emptyKey: () => Wallet;
  /** A fresh key with 100 ether, for calling directly. */
  readonly fundedKey: () => Promise<Wallet>;
  readonly clock: {
    /** Time of the latest block, in seconds. */
    readonly now: () => Promise<number>;
    /** Mines a block at `time`, in seconds; does nothing if that is past. */
    readonly travelTo: (time: number) => Promise<void>;
  };
  /** Saves the state of the chain. The returned function restores it, once. */
  readonly snapshot: () => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
};

/**
 * Starts a chain in this process and deploys the suite. Only the relay's payer and funded keys have ether. Needs the
 * package `hardhat`, which contains the chain. With `network`, it uses that chain, and contracts and tests of a project
 * meet on it; `close` leaves it open.
 *
 * @param options.startAt Seconds at which the chain's clock starts. Defaults to now.
 * @param options.network A simulated network of the project's own Hardhat, on the hardfork osaka.
 * @throws VALUE_INVALID; PACKAGE_MISSING without Hardhat; CALL_REVERTED with P256Missing on a network before osaka.
 * @example
 * import { startTestChain } from "doorkey/testing";
 *
 * const chain = await startTestChain();
 * const connection = await chain.connect(chain.emptyKey());
 * console.log(await connection.contracts.events.eventCount()); // 0n
 * await chain.close();
 */
export async function startTestChain(options: startTestChain.Options = {}): Promise<TestChain> {
  const { startAt, network } = given("options", options);
  if (startAt !== undefined) assertUint("startAt", startAt, 40);
  if (network !== undefined) given("network.provider", given("network", network).provider, "request");
  const own = network === undefined ? await startNetwork(startAt) : undefined;
  const source: HardhatNetwork = network ?? (own as HardhatNetwork);
  await giveProxy(source.provider);
  const chainId = BigInt(String(await source.provider.request({ method: "eth_chainId" })));
  const provider = new BrowserProvider(source.provider, Number(chainId), { cacheTimeout: -1 });
  const payer = own === undefined ? await funded(provider) : new Wallet(payerKey.privateKey, provider);
  const deployment = await deploySuite(payer);
  const relay = inlineRelay({ provider, deployment, payer });

  const now = async () => (await provider.getBlock("latest"))?.timestamp ?? 0;
  return {
    provider,
    deployment,
    relay,
    connect: (signer, options = {}) =>
      connect({ rpc: provider, signer, deployment, relay: options.relay === false ? undefined : relay }),
    emptyKey: () => freshKey(provider),
    fundedKey: () => funded(provider, 100n * ETHER),
    clock: {
      now,
      travelTo: async (time) => {
        if (time <= (await now())) return;
        await provider.send("evm_setNextBlockTimestamp", [toQuantity(time)]);
        await provider.send("evm_mine", []);
      },
    },
    snapshot: async () => {
      const id = await provider.send("evm_snapshot", []);
      return async () => void (await provider.send("evm_revert", [id]));
    },
    close: async () => {
      provider.destroy();
      await own?.close();
    },
  };
}

export declare namespace startTestChain {
  type Options =
    | { readonly startAt?: number | undefined; readonly network?: undefined }
    | { readonly network: HardhatNetwork; readonly startAt?: undefined };
}

/** A fresh key with ether, so that the accounts of the project stay as they are. */
async function funded(provider: BrowserProvider, balance = FUNDS): Promise<Wallet> {
  const key = freshKey(provider);
  await provider.send("hardhat_setBalance", [key.address, toQuantity(balance)]);
  return key;
}

function freshKey(provider: BrowserProvider): Wallet {
  return new Wallet(Wallet.createRandom().privateKey, provider);
}

async function startNetwork(startAt: number | undefined) {
  const { hre, name } = await localNetwork({ startAt });
  return hre.network.create(name);
}
