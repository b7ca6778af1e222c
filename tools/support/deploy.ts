/** Deploying the suite, and writing down what was deployed. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keccak256 } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import Doorkey from "../../ignition/modules/Doorkey.ts";
import { ROOT } from "./shell.ts";

export type DeployedContract = {
  readonly address: string;
  /** keccak256 of the code at the address: proves what one talks to. */
  readonly codeHash: string;
  /** In which it was deployed. */
  readonly block: number;
};

/** An entry of the address book: `deployments/<chainId>.json`. */
export type Deployment = {
  readonly chainId: number;
  readonly version: string;
  readonly contracts: Readonly<Record<string, DeployedContract>>;
};

/** Deploys the suite through its Ignition module, from the first account of the chain. */
export async function deploySuite({ ignition, ethers }: NetworkConnection): Promise<Deployment> {
  const [deployer] = await ethers.getSigners();
  if (deployer === undefined) throw new Error("the chain has no account to deploy from");
  const deployed = await ignition.deploy(Doorkey, { defaultSender: deployer.address });

  const contracts: Record<string, DeployedContract> = {};
  for (const [name, contract] of Object.entries(deployed)) {
    const address = await contract.getAddress();
    const codeHash = keccak256(await ethers.provider.getCode(address));
    contracts[name] = { address, codeHash, block: await blockOf(ethers.provider, address) };
  }
  const { chainId } = await ethers.provider.getNetwork();
  return { chainId: Number(chainId), version: await suiteVersion(), contracts };
}

type Provider = NetworkConnection["ethers"]["provider"];

/** The first block in which the address has code. */
async function blockOf(provider: Provider, address: string): Promise<number> {
  let [without, having] = [0, await provider.getBlockNumber()];
  while (having - without > 1) {
    const middle = Math.floor((without + having) / 2);
    if ((await provider.getCode(address, middle)) === "0x") without = middle;
    else having = middle;
  }
  return having;
}

async function suiteVersion(): Promise<string> {
  return JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")).version;
}

export async function readDeployment(chainId: number): Promise<Deployment> {
  return JSON.parse(await readFile(pathOf(chainId), "utf8"));
}

export async function writeDeployment(deployment: Deployment): Promise<void> {
  await writeFile(pathOf(deployment.chainId), `${JSON.stringify(deployment, undefined, 2)}\n`);
}

function pathOf(chainId: number): string {
  return join(ROOT, "deployments", `${chainId}.json`);
}
