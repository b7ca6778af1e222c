import { expect } from "chai";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { blockFrom } from "./readAdmissions.ts";

describe("blockFrom", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("is the first block from a time on, or the one after the last", async () => {
    const reader = await chain.connect();
    for (const pause of [1, 50, 7]) await chain.clock.travelTo((await chain.clock.now()) + pause);
    const last = await chain.provider.getBlockNumber();
    for (let number = last - 4; number <= last; number++) {
      const { timestamp } = (await chain.provider.getBlock(number)) ?? expect.fail(`no block ${number}`);
      expect(await blockFrom(reader, timestamp, last), `at the time of ${number}`).to.equal(number);
      expect(await blockFrom(reader, timestamp + 1, last), `after ${number}`).to.equal(number + 1);
    }
    expect(await blockFrom(reader, 0, last)).to.equal(0);
    const now = await chain.clock.now();
    expect(await blockFrom(reader, now + 1, last + 9), "with blocks that the node does not have").to.equal(last + 1);
  });
});
