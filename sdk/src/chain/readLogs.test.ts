import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { makeError } from "ethers";
import { readLogs } from "./readLogs.ts";

type Range = { readonly fromBlock: number; readonly toBlock: number };

describe("readLogs", () => {
  /** Reads all blocks of a node with a log in each; `refuse` says why a question gets no answer. */
  async function read(
    refuse: (range: Range, question: number) => unknown,
    { from = 0, to = 9, ...options }: { from?: number; to?: number; newestFirst?: boolean; patience?: number } = {},
  ) {
    const asked: [number, number][] = [];
    const waits: number[] = [];
    const source = {
      getLogs: async ({ fromBlock, toBlock }: Range): Promise<number[]> => {
        asked.push([fromBlock, toBlock]);
        const failure = refuse({ fromBlock, toBlock }, asked.length);
        if (failure !== undefined) throw failure;
        return Array.from({ length: toBlock - fromBlock + 1 }, (_, i) => fromBlock + i);
      },
    };
    const wait = async (duration: number) => void waits.push(duration);
    const logs: number[] = [];
    const reading = (async () => {
      for await (const log of readLogs(source, { address: "0x" }, from, to, { ...options, wait })) logs.push(log);
    })();
    const failure = await reading.then(
      () => undefined,
      (error: unknown) => error,
    );
    return { asked, waits, logs, failure, refusal: () => refusalOf(Promise.reject(failure)) };
  }

  const limit = (blocks: number) => (range: Range) =>
    range.toBlock - range.fromBlock >= blocks
      ? new Error(`eth_getLogs is limited to a ${blocks} blocks range`)
      : undefined;
  const widths = (asked: [number, number][]) => asked.map(([from, to]) => to - from + 1);
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, i) => i);

  it("asks for less until the node answers, and gets each log once and in order", async () => {
    const { asked, logs } = await read(limit(4));
    expect(logs).to.deep.equal(upTo(9));
    expect(widths(asked)).to.deep.equal([10, 5, 3, 3, 3, 1]);
  });

  it("takes the blocks that the node suggests", async () => {
    const refuse = ({ fromBlock, toBlock }: Range) =>
      toBlock - fromBlock > 6 ? new Error("query exceeds max results 20000, retry with the range 0-6") : undefined;
    const { asked, logs } = await read(refuse);
    expect(asked).to.deep.equal([
      [0, 9],
      [0, 6],
      [7, 9],
    ]);
    expect(logs).to.deep.equal(upTo(9));
  });

  it("asks for half when the node suggests what it refused", async () => {
    const refuse = ({ fromBlock, toBlock }: Range) =>
      toBlock - fromBlock > 4 ? new Error("range too large, retry with the range 0-90") : undefined;
    expect(widths((await read(refuse)).asked)).to.deep.equal([10, 5, 5]);
  });

  it("asks for more again after a dense part of the chain, and seldom meets a limit that stays", async () => {
    const dense = ({ fromBlock, toBlock }: Range) =>
      fromBlock < 100_000 && toBlock - fromBlock >= 1_000
        ? new Error("query returned more than 10000 results")
        : undefined;
    const { asked } = await read(dense, { to: 2_000_000 });
    expect(Math.max(...widths(asked).slice(-5))).to.equal(50_000);

    const { asked: all, logs } = await read(limit(1_000), { to: 1_000_000 });
    expect(logs.length).to.equal(1_000_001);
    const refused = widths(all).filter((width) => width > 1_000).length;
    expect(refused / all.length).to.be.below(0.05);
  }).timeout(20_000);

  it("waits for a busy node and asks the same again, each time longer and never the same", async () => {
    const busy = (_: Range, question: number) => (question <= 6 ? new Error("Too Many Requests") : undefined);
    const { asked, waits, logs } = await read(busy);
    expect(asked).to.deep.equal(Array.from({ length: 7 }, () => [0, 9]));
    expect(logs).to.deep.equal(upTo(9));
    for (const [i, wait] of waits.entries()) {
      const longest = Math.min(250 * 2 ** i, 8_000);
      expect(wait).to.be.within(longest / 2, longest);
    }
    expect(new Set(waits.map((wait, i) => wait / 2 ** i)).size).to.equal(6);
  });

  it("gives a busy node up with CHAIN_BUSY when its patience ends", async () => {
    const words = { code: -32005, message: "daily request count exceeded, request rate limited" };
    const busy = () => makeError("could not coalesce error", "UNKNOWN_ERROR", { error: words } as never);
    const { asked, waits, refusal } = await read(busy, { patience: 1_000 });
    expect((await refusal()).code).to.equal("CHAIN_BUSY");
    expect(asked.length).to.equal(waits.length + 1);
    expect(waits.reduce((sum, one) => sum + one, 0)).to.be.within(1_000, 3_000);
  });

  it("reports another refusal at once, and a limit below one block", async () => {
    const { asked, refusal } = await read(() => new Error("the method eth_getLogs is not available"));
    expect((await refusal()).code).to.equal("CHAIN_REFUSED");
    expect((await refusal()).message).to.contain("It says: the method eth_getLogs is not available");
    expect(asked.length).to.equal(1);

    const { asked: halved, refusal: last } = await read(() => new Error("limit exceeded"));
    expect((await last()).code).to.equal("CHAIN_REFUSED");
    expect(widths(halved)).to.deep.equal([10, 5, 3, 2, 1]);
  });

  it("asks a dead node once", async () => {
    const { asked, refusal } = await read(() => Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    expect((await refusal()).code).to.equal("CHAIN_UNREACHABLE");
    expect(asked.length).to.equal(1);
  });

  it("reads from the newest blocks back", async () => {
    const { asked, logs } = await read(limit(4), { from: 5, to: 12, newestFirst: true });
    expect(asked).to.deep.equal([
      [5, 12],
      [9, 12],
      [5, 8],
    ]);
    expect(logs).to.deep.equal([9, 10, 11, 12, 5, 6, 7, 8]);
  });

  it("reads one block, and nothing of an empty range", async () => {
    expect((await read(() => undefined, { from: 7, to: 7 })).logs).to.deep.equal([7]);
    expect((await read(() => undefined, { from: 8, to: 7 })).asked).to.deep.equal([]);
  });

  for (const wrong of [Number.NaN, -1, 1.5]) {
    it(`refuses the block ${wrong} before it asks`, async () => {
      const { asked, refusal } = await read(() => undefined, { to: wrong });
      expect((await refusal()).code).to.equal("VALUE_INVALID");
      expect(asked).to.deep.equal([]);
    });
  }
});
