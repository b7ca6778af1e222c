import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import type { Block, Log, Provider } from "ethers";
import { act, grant, strangerAt } from "../../test/helpers/acts.ts";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { readPiece } from "./readPiece.ts";

describe("readPiece", () => {
  let chain: TestChain;
  let show: Show;
  let reader: Connection;
  let from: number;
  let to: number;
  before(async () => {
    chain = await startTestChain();
    show = await openShow(chain);
    reader = await chain.connect();
    from = (await chain.provider.getBlockNumber()) + 1;
    const right = await grant(show, [strangerAt(1), strangerAt(2)]);
    // Two logs in one block.
    await act(show.agent, "EntryRightRegistry", "revoke", [[right, right + 1n], `0x${"00".repeat(32)}`]);
    // A contract outside of the suite logs something while it is created.
    await show.agent.signer.sendTransaction({ data: "0x60006000a000" }).then((sent) => sent.wait());
    to = await chain.provider.getBlockNumber();
  });
  after(() => chain.close());

  const read = (says: Partial<Provider> = {}) =>
    readPiece({ ...reader, provider: nodeSaying(reader.provider, says) as Connection["provider"] }, from, to);
  const blockAt = (number: number) => reader.provider.getBlock(number) as Promise<Block>;
  const logs = () => reader.provider.getLogs({ fromBlock: from, toBlock: to - 1 });

  it("returns the logs of these blocks with the times of their blocks, up to the last block", async () => {
    const piece = await read();
    expect(piece?.to).to.deep.equal({ number: to, hash: (await blockAt(to)).hash });
    expect(piece?.logs.map(({ blockNumber, index }) => [blockNumber, index])).to.deep.equal([
      [from, 0],
      [from + 1, 0],
      [from + 1, 1],
    ]);
    for (const { contract, blockNumber, blockHash, timestamp } of piece?.logs ?? []) {
      const block = await blockAt(blockNumber);
      expect([contract, blockHash, timestamp]).to.deep.equal(["EntryRightRegistry", block.hash, block.timestamp]);
    }
    const told = piece?.logs.map(({ topics, data, transactionHash }) => ({ topics, data, transactionHash }));
    expect(told).to.deep.equal(
      (await logs()).map(({ topics, data, transactionHash }) => ({ topics: [...topics], data, transactionHash })),
    );
  });

  it("asks once for each block that has logs, and twice for the last", async () => {
    const asked: unknown[] = [];
    const getBlock: Provider["getBlock"] = (number) => {
      asked.push(number);
      return reader.provider.getBlock(number);
    };
    await read({ getBlock });
    expect(asked).to.deep.equal([to, from, from + 1, to]);
  });

  it("returns nothing if the chain became shorter than the piece", async () => {
    for (const missing of [to, from]) {
      const getBlock: Provider["getBlock"] = async (number) =>
        number === missing ? null : reader.provider.getBlock(number);
      expect(await read({ getBlock }), `without block ${missing}`).to.equal(undefined);
    }
  });

  it("returns nothing if a block is not the one of its log, or not the last one any more", async () => {
    const other = await blockAt(from - 1);
    for (const [changed, look] of [
      [from, 1],
      [from + 1, 1],
      [to, 2],
    ]) {
      let looks = 0;
      const getBlock: Provider["getBlock"] = async (number) =>
        number === changed && ++looks === look ? other : reader.provider.getBlock(number);
      expect(await read({ getBlock }), `block ${changed}, look ${look}`).to.equal(undefined);
    }
  });

  it("returns nothing if the node answers with the log of another contract", async () => {
    const getLogs = async (): Promise<Log[]> => {
      const [first, ...others] = await logs();
      return [{ ...first, address: strangerAt(9) } as Log, ...others];
    };
    expect(await read({ getLogs })).to.equal(undefined);
  });
});
