import { BrowserProvider, toQuantity, Wallet } from "ethers";
import type { Deployment } from "../chain/addresses/deployments.ts";
import type { Connection } from "../chain/Connection.ts";
import { connect } from "../chain/connect.ts";
import { deploySuite } from "../deployment/deploySuite.ts";
import type { Relay } from "../relay/Relay.ts";
import { inlineRelay } from "./inlineRelay.ts";
import { CHAIN_ID, ETHER, giveProxy, localNetwork, payerKey } from "./localNetwork.ts";

/** A whole Ethereum chain in this process with the suite on it. */
export type TestChain = {
  readonly provider: BrowserProvider;
  /** The same on every fresh chain, and the one in doorkey/addresses for 31337. */
  readonly deployment: Deployment;
  /** Carries requests through the real forwarder at once, and pays for them. */
  readonly relay: Relay;
  /** Connects a key, through the relay unless `relay` is false. Without a key the connection only reads. */
  readonly connect: (signer?: Wallet, options?: { readonly relay?: boolean }) => Promise<Connection>;
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
 * package `hardhat`, which contains the chain.
 *
 * @param options.startAt Seconds at which the chain's clock starts. Defaults to now.
 * @example
 * import { startTestChain } from "doorkey/testing";
 *
 * const chain = await startTestChain();
 * const connection = await chain.connect(chain.emptyKey());
 * console.log(await connection.contracts.events.eventCount()); // 0n
 * await chain.close();
 */
export async function startTestChain({ startAt }: startTestChain.Options = {}): Promise<TestChain> {
  const { hre, name } = await localNetwork({ startAt });
  const network = await hre.network.create(name);
  await giveProxy(network.provider);
  const provider = new BrowserProvider(network.provider, CHAIN_ID, { cacheTimeout: -1 });
  const payer = new Wallet(payerKey.privateKey, provider);
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
    fundedKey: async () => {
      const key = freshKey(provider);
      await provider.send("hardhat_setBalance", [key.address, toQuantity(100n * ETHER)]);
      return key;
    },
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
      await network.close();
    },
  };
}

export declare namespace startTestChain {
  type Options = { readonly startAt?: number | undefined };
}

function freshKey(provider: BrowserProvider): Wallet {
  return new Wallet(Wallet.createRandom().privateKey, provider);
}
