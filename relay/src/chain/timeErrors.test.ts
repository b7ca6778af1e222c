import { expect } from "chai";
import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { isNotYet } from "./timeErrors.ts";

describe("isNotYet", () => {
  const opensAt = 1_800_000_000;
  const closed = interfaces.EventRegistry.encodeErrorResult("SalesClosed", [7, opensAt, opensAt + 500]) as Hex;

  it("holds within one block before a time that the error names, and not at it, after it or earlier", () => {
    expect(isNotYet(closed, opensAt - 12, 12)).to.equal(true);
    expect(isNotYet(closed, opensAt - 1, 12)).to.equal(true);
    expect(isNotYet(closed, opensAt - 13, 12)).to.equal(false);
    expect(isNotYet(closed, opensAt, 12)).to.equal(false);
    expect(isNotYet(closed, opensAt + 600, 12)).to.equal(false);
  });

  it("does not hold for errors without times, for other bytes, and for none", () => {
    const paused = interfaces.EventRegistry.encodeErrorResult("SalesArePaused", [7]) as Hex;
    for (const data of [paused, closed.slice(0, 20), "0x", "0x12345678"] as Hex[]) {
      expect(isNotYet(data, opensAt - 1, 12)).to.equal(false);
    }
  });
});
