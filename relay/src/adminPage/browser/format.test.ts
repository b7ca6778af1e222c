import { expect } from "chai";
import { brief, counted, ether, gwei, span, time, usedPart } from "./format.ts";

describe("figures of the operator's page", () => {
  it("are amounts to the digit that matters, and never a zero for something", () => {
    expect(ether("0")).to.equal("0 ether");
    expect(ether("1")).to.equal("< 0.000001 ether");
    expect(ether(String(10n ** 12n))).to.equal("0.000001 ether");
    expect(ether(String(15n * 10n ** 17n))).to.equal("1.5 ether");
    expect(ether(String(10n ** 30n))).to.equal("1000000000000 ether");
    expect(gwei("1500000000")).to.equal("1.5");
    expect(gwei("1")).to.equal("< 0.001");
  });

  it("are spans and times", () => {
    expect([0, 119, 120, 7_199, 7_200, 172_800, -5].map(span)).to.deep.equal([
      "0 s",
      "119 s",
      "2 min",
      "120 min",
      "2 h",
      "2 days",
      "5 s",
    ]);
    expect(time("2026-11-29T12:00:00.123Z")).to.equal("2026-11-29 12:00:00 UTC");
  });

  it("are short hashes, counts, and parts of a budget", () => {
    expect(brief(`0x${"ab".repeat(32)}`)).to.equal("0xababab…abab");
    expect(brief("0x1234")).to.equal("0x1234");
    expect([0, 1, 2].map((n) => counted(n, "request"))).to.deep.equal(["0 requests", "1 request", "2 requests"]);
    const usage = (limit: string, reserved: string, spent: string) => usedPart({ limit, reserved, spent });
    expect([usage("0", "1", "1"), usage("4", "1", "2"), usage("1", "5", "5")]).to.deep.equal([0, 0.75, 1]);
  });
});
