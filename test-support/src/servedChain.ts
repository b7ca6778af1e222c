/** Hardhat's node in this process, which other programs reach over HTTP, with or without the suite. */

import { JsonRpcProvider, toQuantity, Wallet } from "ethers";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { relayKey } from "../../cli/src/terminal/devKeys.ts";
import { CREATE2_PROXY, CREATE2_PROXY_CODE } from "../../sdk/src/deployment/create2Proxy.ts";
import { deploySuite } from "../../sdk/src/deployment/index.ts";
import { connect } from "../../sdk/src/index.ts";
import { inlineRelay, type TestChain } from "../../sdk/src/testing/index.ts";
import { walletOf } from "./keys.ts";

const HOST = "127.0.0.1";
const ETHER = 10n ** 18n;

/** A node without contracts. */
export type EmptyNode = Pick<TestChain, "clock" | "close"> & {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  /** The one account with ether: the relay's key of `npm run node`, with a million. */
  readonly payer: Wallet;
  readonly send: (method: string, ...params: readonly unknown[]) => Promise<unknown>;
  /** Mines blocks, one by default. The first takes all that is pending. */
  readonly mine: (blocks?: number) => Promise<void>;
  /** Whether each transaction is mined at once. Defaults to true on a fresh node. */
  readonly automine: (on: boolean) => Promise<void>;
  /** Sets a balance. Defaults to 100 ether. */
  readonly fund: (address: string, wei?: bigint) => Promise<void>;
  /** The function returned brings the chain back to this moment, any number of times. */
  readonly snapshot: () => Promise<() => Promise<void>>;
};

/** The same with the suite: all that `startTestChain` gives in the process alone, and a URL. */
export type ServedChain = EmptyNode & Pick<TestChain, "deployment" | "relay" | "connect" | "emptyKey" | "fundedKey">;

/** Starts a node with the suite at the addresses that `doorkey/addresses` has for 31337. */
export async function startServedChain(): Promise<ServedChain> {
  const node = await startEmptyNode();
  const { provider, payer, send } = node;
  await send("hardhat_setCode", CREATE2_PROXY, CREATE2_PROXY_CODE);
  const deployment = await deploySuite(payer);
  const relay = inlineRelay({ provider, deployment, payer });
  let keys = 0;
  const emptyKey = () => walletOf(`key ${keys++} of a served chain`).connect(provider);
  return {
    ...node,
    deployment,
    relay,
    connect: (signer, options = {}) =>
      connect({ rpc: provider, signer, deployment, relay: options.relay === false ? undefined : relay }),
    emptyKey,
    fundedKey: async () => {
      const key = emptyKey();
      await node.fund(key.address);
      return key;
    },
  };
}

/** Starts a node with nothing on it. */
export async function startEmptyNode({ chainId = 31_337 }: startEmptyNode.Options = {}): Promise<EmptyNode> {
  const hre = await createHardhatRuntimeEnvironment({
    networks: {
      served: {
        type: "edr-simulated",
        chainType: "l1",
        hardfork: "osaka",
        chainId,
        accounts: [{ privateKey: relayKey.privateKey, balance: 1_000_000n * ETHER }],
        loggingEnabled: false,
      },
    },
  });
  const server = await hre.network.createServer("served", HOST, 0);
  const { port } = await server.listen();
  const url = `http://${HOST}:${port}`;
  // Each request goes out at once. By default ethers waits ten milliseconds to batch it with others.
  const options = { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1, polling: true, pollingInterval: 50 };
  const provider = new JsonRpcProvider(url, chainId, options);
  const send = (method: string, ...params: readonly unknown[]) => provider.send(method, [...params]);
  const now = async () => (await provider.getBlock("latest"))?.timestamp ?? 0;
  return {
    url,
    provider,
    payer: new Wallet(relayKey.privateKey, provider),
    send,
    mine: async (blocks = 1) => {
      for (let i = 0; i < blocks; i++) await send("evm_mine");
    },
    automine: async (on) => void (await send("evm_setAutomine", on)),
    fund: async (address, wei = 100n * ETHER) => void (await send("hardhat_setBalance", address, toQuantity(wei))),
    clock: {
      now,
      travelTo: async (time) => {
        if (time <= (await now())) return;
        await send("evm_setNextBlockTimestamp", toQuantity(time));
        await send("evm_mine");
      },
    },
    snapshot: async () => {
      let id = await send("evm_snapshot");
      return async () => {
        await send("evm_revert", id);
        id = await send("evm_snapshot");
      };
    },
    close: async () => {
      provider.destroy();
      await server.close();
    },
  };
}

export declare namespace startEmptyNode {
  type Options = { readonly chainId?: number };
}
