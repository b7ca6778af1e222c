import { expect } from "chai";
import { budgetLimits, limitOf } from "./budgetLimits.ts";

const budget = { perDay: 1_000n, perMonth: 9_999n, keylessPercent: 25 };

describe("budgetLimits", () => {
  const periods = ["2026-11-30", "2026-11"];

  it("holds a call with a key against the day and the month", () => {
    expect(budgetLimits(budget, periods, false)).to.deep.equal([
      { period: "2026-11-30", limitWei: 1_000n },
      { period: "2026-11", limitWei: 9_999n },
    ]);
  });

  it("holds a call without a key against its share of both too, rounded down", () => {
    expect(budgetLimits(budget, periods, true)).to.deep.equal([
      { period: "2026-11-30", limitWei: 1_000n },
      { period: "2026-11", limitWei: 9_999n },
      { period: "2026-11-30/keyless", limitWei: 250n },
      { period: "2026-11/keyless", limitWei: 2_499n },
    ]);
    const whole = { ...budget, keylessPercent: 100 };
    expect(limitOf(whole, "2026-11/keyless")).to.equal(limitOf(whole, "2026-11"));
  });
});
