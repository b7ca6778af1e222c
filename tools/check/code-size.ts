import { dataLength } from "ethers";
import { productContracts } from "../support/artifacts.ts";

/** The limit of the chain is 24,576 bytes; a fix must still fit. */
const CEILING = 23_000;

/** Everything that is deployed leaves room under the limit of code size. */
export async function codeSize(): Promise<string[]> {
  const contracts = await productContracts();
  return contracts
    .map(({ name, deployedBytecode }) => ({ name, size: dataLength(deployedBytecode) }))
    .filter(({ size }) => size > CEILING)
    .map(({ name, size }) => `${name} has ${size} bytes of code, ${size - CEILING} over the ceiling of ${CEILING}`);
}
