import { expect } from "chai";
import { ranksInTurns, ranksOf } from "./rankIn.ts";

const SEED = `0x${"5e".repeat(32)}` as const;

describe("ranksInTurns", () => {
  for (const count of [0, 1, 2, 100]) {
    it(`gives the ranks of ${count} entries as ranksOf does`, async () => {
      expect(await ranksInTurns(SEED, 2, count)).to.deep.equal(ranksOf(SEED, 2, count));
    });
  }

  it("lets the event loop have its turn in between", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await ranksInTurns(SEED, 1, 3_000);
    clearInterval(timer);
    expect(turns).to.be.greaterThan(1);
  });

  it("refuses a seed of another form", async () => {
    const error = await ranksInTurns("0x12", 1, 3).catch((failure: unknown) => failure);
    expect(error).to.include({ code: "VALUE_INVALID" });
  });
});
