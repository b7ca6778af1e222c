import hre from "hardhat";

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
    .filter(({ sourceName, bytecode, abi }) => isProductSource(sourceName) && bytecode !== "0x" && abi.length > 0)
    .map(({ contractName, ...artifact }) => ({ name: contractName, ...artifact }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function isProductSource(path: string): boolean {
  return /^contracts\/(identity\/)?[^/]+\.sol$/.test(path) && !path.endsWith(".t.sol");
}
