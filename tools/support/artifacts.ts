import hre from "hardhat";
import { isProduct } from "./sources.ts";

export type ProductContract = {
  readonly name: string;
  readonly sourceName: string;
  readonly bytecode: string;
  readonly deployedBytecode: string;
};

/** Contracts of ours that can be deployed and are no test: what the suite consists of. */
export async function productContracts(): Promise<ProductContract[]> {
  const names = await hre.artifacts.getAllFullyQualifiedNames();
  const artifacts = await Promise.all([...names].map((name) => hre.artifacts.readArtifact(name)));
  return artifacts
    .filter(({ sourceName, bytecode, abi }) => isOurs(sourceName) && bytecode !== "0x" && abi.length > 0)
    .map(({ contractName, ...artifact }) => ({ name: contractName, ...artifact }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Libraries and interfaces have no code of their own to deploy, or none that is ever called. */
function isOurs(path: string): boolean {
  return path.startsWith("contracts/") && !path.startsWith("contracts/libraries/") && isProduct(path);
}
