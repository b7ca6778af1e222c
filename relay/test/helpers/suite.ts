/** The suite as the engine knows it, contracts for tests beside it, and what the forwarder logged. */

import { readFileSync } from "node:fs";
import type { Address } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { ContractFactory } from "ethers";
import type { Suite } from "../../src/engine/EngineContext.ts";

export function suiteOf({ deployment }: Pick<ServedChain, "deployment">): Suite {
  const { GasRelayForwarder, EntryRightRegistry } = deployment.contracts;
  return {
    chainId: deployment.chainId,
    forwarder: GasRelayForwarder.address.toLowerCase() as Address,
    rightsRegistry: EntryRightRegistry.address.toLowerCase() as Address,
  };
}

/** Deploys a contract of `contracts/mocks`: with the forwarder, if its constructor takes one. */
export async function deployMock(node: ServedChain, name: string): Promise<Address> {
  const { abi, bytecode } = artifactOf(name);
  const factory = new ContractFactory(abi, bytecode, node.payer);
  const args = factory.interface.deploy.inputs.length === 1 ? [suiteOf(node).forwarder] : [];
  const contract = await factory.deploy(...args);
  await contract.waitForDeployment();
  return (await contract.getAddress()).toLowerCase() as Address;
}

function artifactOf(name: string) {
  const path = new URL(`../../../artifacts/contracts/mocks/${name}.sol/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as {
    abi: ConstructorParameters<typeof ContractFactory>[0];
    bytecode: string;
  };
}

/** Every event of the forwarder from the first block on. */
export async function forwarderEvents(node: Pick<ServedChain, "send" | "deployment">) {
  const filter = { address: suiteOf(node).forwarder, fromBlock: "0x0", toBlock: "latest" };
  const logs = (await node.send("eth_getLogs", filter)) as { topics: string[]; data: string }[];
  return logs.flatMap((log) => interfaces.GasRelayForwarder.parseLog(log) ?? []);
}
