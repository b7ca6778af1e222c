import hre from "hardhat";
import { isProduct } from "./sources.ts";

export type ProductContract = {
  readonly name: string;
  readonly sourceName: string;
  readonly bytecode: string;
  readonly deployedBytecode: string;
};

/** The contracts of the suite: ours, deployable, and neither tests nor mocks. */
export async function productContracts(): Promise<ProductContract[]> {
  const names = await hre.artifacts.getAllFullyQualifiedNames();
  const artifacts = await Promise.all([...names].map((name) => hre.artifacts.readArtifact(name)));
  return artifacts
    .filter(({ sourceName, bytecode, abi }) => isOurs(sourceName) && bytecode !== "0x" && abi.length > 0)
    .map(({ contractName, ...artifact }) => ({ name: contractName, ...artifact }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Whether a contract is ours. Excludes libraries, whose own code is never called. */
function isOurs(path: string): boolean {
  return path.startsWith("contracts/") && !path.startsWith("contracts/libraries/") && isProduct(path);
}
