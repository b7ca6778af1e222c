/** A node that other programs reach over HTTP, with or without the suite: Hardhat's in this process, or anvil. */

import { spawn } from "node:child_process";
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

/** Ether of the relay on a fresh node. */
const BALANCE = 1_000_000n;

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
export async function startServedChain(options: Omit<startEmptyNode.Options, "chainId"> = {}): Promise<ServedChain> {
  const node = await startEmptyNode(options);
  const { provider, payer } = node;
  const deployment = await (hardforkOf(options) === "amsterdam" ? copySuite(node) : deployOn(node));
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

async function deployOn({ payer, send }: EmptyNode): Promise<ServedChain["deployment"]> {
  await send("hardhat_setCode", CREATE2_PROXY, CREATE2_PROXY_CODE);
  return deploySuite(payer);
}

/**
 * Puts the suite's code on a node as another one has it. Under EIP-8037 the registry's deployment takes more gas than the
 * node gives a transaction.
 */
async function copySuite({ send, mine, provider }: EmptyNode): Promise<ServedChain["deployment"]> {
  const other = await startServedChain({ hardfork: "osaka" });
  // Logs are read from the block of a contract on.
  await mine((await other.provider.getBlockNumber()) - (await provider.getBlockNumber()));
  for (const { address } of Object.values(other.deployment.contracts)) {
    await send("hardhat_setCode", address, await other.provider.getCode(address));
  }
  await other.close();
  return other.deployment;
}

const hardforkOf = ({ hardfork }: Pick<startEmptyNode.Options, "hardfork">) =>
  hardfork ?? (process.env.DOORKEY_HARDFORK === "amsterdam" ? "amsterdam" : "osaka");

/** Starts a node without the suite. It is anvil's if DOORKEY_NODE is "anvil", and Hardhat's otherwise. */
export async function startEmptyNode({
  chainId = 31_337,
  client = process.env.DOORKEY_NODE === "anvil" ? "anvil" : "hardhat",
  hardfork,
  anvil = [],
}: startEmptyNode.Options = {}): Promise<EmptyNode> {
  const { url, stop } = await (client === "anvil"
    ? startAnvil(chainId, anvil)
    : startHardhat(chainId, hardforkOf({ hardfork })));
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
      await stop();
    },
  };
}

export declare namespace startEmptyNode {
  type Options = {
    readonly chainId?: number;
    readonly client?: "hardhat" | "anvil";
    /** Of Hardhat's node. Defaults to osaka, or to amsterdam if DOORKEY_HARDFORK says so. */
    readonly hardfork?: "osaka" | "amsterdam" | undefined;
    /** Further arguments of anvil. */
    readonly anvil?: readonly string[];
  };
}

type Served = { readonly url: string; stop(): Promise<void> };

async function startHardhat(chainId: number, hardfork: "osaka" | "amsterdam"): Promise<Served> {
  const hre = await createHardhatRuntimeEnvironment({
    networks: {
      served: {
        type: "edr-simulated",
        chainType: "l1",
        hardfork,
        // EIP-8037 comes with larger blocks, because each new word of the state takes about 100,000 gas.
        ...(hardfork === "amsterdam" && { blockGasLimit: 120_000_000n }),
        chainId,
        accounts: [{ privateKey: relayKey.privateKey, balance: BALANCE * ETHER }],
        loggingEnabled: false,
      },
    },
  });
  const server = await hre.network.createServer("served", HOST, 0);
  const { port } = await server.listen();
  return { url: `http://${HOST}:${port}`, stop: async () => void (await server.close()) };
}

/** A second client, with the same key and balance. Its first account is that of the relay. */
async function startAnvil(chainId: number, further: readonly string[]): Promise<Served> {
  const args = ["--port", "0", "--chain-id", chainId, "--hardfork", "osaka", "--accounts", 1, "--balance", BALANCE];
  const child = spawn("anvil", [...args.map(String), ...further], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const url = await new Promise<string>((done, fail) => {
    let said = "";
    child.on("error", fail);
    child.on("close", (code) => fail(new Error(`anvil ended with ${code}:\n${said}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const [, where] = /Listening on (\S+:\d+)/.exec(said) ?? [];
      if (where !== undefined) done(`http://${where}`);
    });
  });
  const stop = () => {
    child.kill();
    return ended;
  };
  // However this process ends, the client ends too.
  process.once("exit", stop);
  return { url, stop };
}
