import { concat, type Wallet } from "ethers";

/** Bytecode of a contract that writes what it gets: three topics of 32 bytes, then the data. */
const SCRIBE =
  // Copies the 23 bytes behind itself to memory and returns them.
  "0x6017600c60003960176000f3" +
  // LOG3 with the first three words of the call as topics, and its other bytes as data.
  "604035602035600035606036038060606000376000a300";

/** Lets a contract of its own write a log. Resolves once the log is in a block. */
export async function writeForeignLog(
  signer: Wallet,
  { topics, data }: { readonly topics: readonly string[]; readonly data: string },
): Promise<void> {
  const creation = await (await signer.sendTransaction({ data: SCRIBE })).wait();
  const written = await signer.sendTransaction({
    to: creation?.contractAddress ?? null,
    data: concat([...topics, data]),
  });
  const receipt = await written.wait();
  if (receipt?.logs.length !== 1) throw new Error("the contract wrote no log");
}
