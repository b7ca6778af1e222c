import { expect } from "chai";
import { ETHEREUM } from "../chain/chains.ts";
import { type BatchLimits, type Candidate, fillBatches, tooLarge } from "./fillBatches.ts";
import { batchBytes, executionGas } from "./gasLimit.ts";

const limits: BatchLimits = {
  maxRequests: 100,
  maxGas: 15_000_000,
  fullGas: 15_000_000,
  maxBytes: 100_000,
  maxPerFrom: 100,
  floors: ETHEREUM.gas,
};
const one = (change: Partial<Candidate> = {}): Candidate => ({
  kind: "request",
  from: "0x01",
  gas: 100_000,
  dataBytes: 100,
  maxBatch: 1_000,
  ...change,
});
const some = (count: number, change: Partial<Candidate> = {}) => Array.from({ length: count }, () => one(change));
const sizes = (candidates: readonly Candidate[], change: Partial<BatchLimits> = {}, count = 4) =>
  fillBatches(candidates, { ...limits, ...change }, count).map(({ length }) => length);

describe("fillBatches", () => {
  it("puts at most so many requests into a batch, and makes at most so many batches", () => {
    expect(sizes(some(7), { maxRequests: 3 })).to.deep.equal([3, 3, 1]);
    expect(sizes(some(7), { maxRequests: 3 }, 2)).to.deep.equal([3, 3]);
    expect(sizes(some(7), {}, 0)).to.deep.equal([]);
    expect(sizes([])).to.deep.equal([]);
  });

  it("keeps a request that failed with others in small company, wherever it stands", () => {
    expect(sizes([...some(2), one({ maxBatch: 2 }), ...some(2)])).to.deep.equal([4, 1]);
    expect(sizes([one({ maxBatch: 2 }), ...some(3)])).to.deep.equal([2, 2]);
    expect(sizes([one({ maxBatch: 1 }), one({ maxBatch: 1 })])).to.deep.equal([1, 1]);
  });

  it("lets no signer fill a batch alone", () => {
    const all = [...some(3, { from: "0x01" }), ...some(2, { from: "0x02" })];
    expect(sizes(all, { maxPerFrom: 2 })).to.deep.equal([4, 1]);
  });

  it("puts neither requests with returns nor acts of two calls into one batch", () => {
    expect(sizes([one(), one({ kind: "return" }), one(), one({ kind: "return" })])).to.deep.equal([2, 2]);
    const acts = ["a", "b", "a"].map((call) => one({ kind: "act", call }));
    expect(sizes(acts)).to.deep.equal([2, 1]);
  });

  it("puts no right into a batch twice", () => {
    const range = (first: bigint, count: number) => one({ kind: "return", rights: { first, count } });
    expect(sizes([range(8n, 2), range(10n, 1), range(7n, 1)])).to.deep.equal([3]);
    expect(sizes([range(8n, 2), range(9n, 1)])).to.deep.equal([1, 1]);
    expect(sizes([range(9n, 1), range(8n, 2)])).to.deep.equal([1, 1]);
    expect(sizes([range(8n, 4), range(9n, 1)])).to.deep.equal([1, 1]);
  });

  it("fills a batch to its last byte, and no further", () => {
    const maxBytes = 100 + 2 * batchBytes(100);
    expect(sizes(some(3), { maxBytes })).to.deep.equal([2, 1]);
    expect(sizes(some(3), { maxBytes: maxBytes - 1 })).to.deep.equal([1, 1, 1]);
    expect(sizes(some(1), { maxBytes: 99 + batchBytes(100) })).to.deep.equal([]);
  });

  it("fills a batch to its last gas, and gives a larger request one of its own", () => {
    const gasOf = (count: number) =>
      21_000 + 40 * (100 + count * batchBytes(100)) + executionGas(some(count), limits.floors);
    expect(sizes(some(3), { fullGas: gasOf(2) })).to.deep.equal([2, 1]);
    expect(sizes(some(3), { fullGas: gasOf(2) - 1 })).to.deep.equal([1, 1, 1]);
    expect(sizes(some(2), { fullGas: gasOf(1) - 1, maxGas: gasOf(1) })).to.deep.equal([1, 1]);
    expect(sizes(some(2), { fullGas: gasOf(1) - 1, maxGas: gasOf(1) - 1 })).to.deep.equal([]);
  });

  it("lets a later request pass one that does not fit", () => {
    const large = one({ gas: 14_600_000, from: "0x02" });
    const batches = fillBatches([one(), large, one()], limits, 1);
    expect(batches).to.deep.equal([[one(), one()]]);
  });
});

describe("tooLarge", () => {
  it("lets a request be more than full", () => {
    expect(tooLarge(one(), { ...limits, fullGas: 1 })).to.equal(false);
  });

  it("judges a request by bytes and gas alone", () => {
    const maxGas = 21_000 + 40 * (100 + batchBytes(100)) + executionGas(some(1), limits.floors);
    const tight = { ...limits, maxGas, maxBytes: 100 + batchBytes(100), maxRequests: 0, maxPerFrom: 0 };
    expect(tooLarge(one({ maxBatch: 0 }), tight)).to.equal(false);
    expect(tooLarge(one(), { ...tight, maxGas: maxGas - 1 })).to.equal(true);
    expect(tooLarge(one(), { ...tight, maxBytes: tight.maxBytes - 1 })).to.equal(true);
  });
});
