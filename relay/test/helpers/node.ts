/** Hardhat's node with the suite on it, over HTTP, under the test's control: nothing is mined unless it says so. */

import { readFileSync } from "node:fs";
import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { deploySuite } from "doorkey/testing";
import { ContractFactory, JsonRpcProvider, keccak256, toQuantity, Wallet } from "ethers";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import type { Suite } from "../../src/engine/EngineContext.ts";

export const ETHER = 10n ** 18n;
const CHAIN_ID = 31337;

export type TestNode = {
  readonly url: string;
  readonly suite: Suite;
  readonly deployment: Awaited<ReturnType<typeof deploySuite>>;
  readonly send: (method: string, ...params: unknown[]) => Promise<unknown>;
  /** Mines blocks, each with what waits. */
  readonly mine: (blocks?: number) => Promise<void>;
  readonly automine: (on: boolean) => Promise<void>;
  readonly fund: (address: string, wei?: bigint) => Promise<void>;
  readonly nonceOf: (address: string) => Promise<number>;
  readonly now: () => Promise<number>;
  /** The function returned brings the chain back to this moment, any number of times. */
  readonly snapshot: () => Promise<() => Promise<void>>;
  /** Deploys a contract of `contracts/mocks` that takes the forwarder; funded by the node. */
  readonly deployMock: (name: string) => Promise<Address>;
  readonly provider: JsonRpcProvider;
  /** Has plenty. */
  readonly rich: Wallet;
  readonly close: () => Promise<void>;
};

/** A key from a number: the same in every run. */
export function keyOf(name: string): Wallet {
  return new Wallet(keccak256(Buffer.from(`doorkey-relay test key ${name}`)));
}

export async function startNode(port = 0): Promise<TestNode> {
  const rich = keyOf("rich");
  const hre = await createHardhatRuntimeEnvironment({
    networks: {
      relay: {
        type: "edr-simulated",
        chainType: "l1",
        hardfork: "osaka",
        chainId: CHAIN_ID,
        accounts: [{ privateKey: rich.privateKey, balance: 1_000_000n * ETHER }],
        loggingEnabled: false,
      },
    },
  });
  const server = await hre.network.createServer("relay", "127.0.0.1", port);
  const { address, port: bound } = await server.listen();
  const url = `http://${address}:${bound}`;
  const endpoint = rpcEndpoint(url, { timeoutMs: 60_000 });
  const send = (method: string, ...params: unknown[]) => endpoint.call(method, params);
  const provider = new JsonRpcProvider(url, CHAIN_ID, { staticNetwork: true, cacheTimeout: -1, polling: true });
  provider.pollingInterval = 50;
  const payer = rich.connect(provider);
  const deployment = await deploySuite(payer);
  const suite: Suite = {
    chainId: CHAIN_ID,
    forwarder: deployment.contracts.GasRelayForwarder.address.toLowerCase() as Address,
    rightsRegistry: deployment.contracts.EntryRightRegistry.address.toLowerCase() as Address,
  };

  return {
    url,
    suite,
    deployment,
    send,
    provider,
    rich: payer,
    mine: async (blocks = 1) => {
      for (let i = 0; i < blocks; i++) await send("evm_mine");
    },
    automine: async (on) => void (await send("evm_setAutomine", on)),
    fund: async (account, wei = 100n * ETHER) => void (await send("hardhat_setBalance", account, toQuantity(wei))),
    nonceOf: async (account) => Number(await send("eth_getTransactionCount", account, "latest")),
    now: async () => Number(((await send("eth_getBlockByNumber", "latest", false)) as { timestamp: Hex }).timestamp),
    snapshot: async () => {
      let id = await send("evm_snapshot");
      return async () => {
        await send("evm_revert", id);
        id = await send("evm_snapshot");
      };
    },
    deployMock: async (name) => {
      const { abi, bytecode } = artifactOf(name);
      const factory = new ContractFactory(abi, bytecode, payer);
      const args = factory.interface.deploy.inputs.length === 1 ? [suite.forwarder] : [];
      const contract = await factory.deploy(...args);
      await contract.waitForDeployment();
      return (await contract.getAddress()).toLowerCase() as Address;
    },
    close: async () => {
      provider.destroy();
      await server.close();
    },
  };
}

function artifactOf(name: string) {
  const path = new URL(`../../../artifacts/contracts/mocks/${name}.sol/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as {
    abi: ConstructorParameters<typeof ContractFactory>[0];
    bytecode: string;
  };
}

/** Every event of the forwarder from the first block on. */
export async function forwarderEvents(node: Pick<TestNode, "send" | "suite">) {
  const filter = { address: node.suite.forwarder, fromBlock: "0x0", toBlock: "latest" };
  const logs = (await node.send("eth_getLogs", filter)) as { topics: string[]; data: string }[];
  return logs.flatMap((log) => interfaces.GasRelayForwarder.parseLog(log) ?? []);
}
