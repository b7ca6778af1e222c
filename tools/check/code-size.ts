import { dataLength } from "ethers";
import { productContracts } from "../support/artifacts.ts";

/** In bytes. The chain's limit is 24,576; the difference is room for a fix. */
const CEILING = 24_000;

/** Every deployed contract leaves room under the limit of code size. */
export async function codeSize(): Promise<string[]> {
  const contracts = await productContracts();
  return contracts
    .map(({ name, deployedBytecode }) => ({ name, size: dataLength(deployedBytecode) }))
    .filter(({ size }) => size > CEILING)
    .map(({ name, size }) => `${name} has ${size} bytes of code, ${size - CEILING} over the ceiling of ${CEILING}`);
}
