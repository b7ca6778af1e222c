import { expect } from "chai";
import { progressAfter } from "./progress.ts";

describe("progressAfter", () => {
  it("forgets the trouble at a pass that ends well", () => {
    expect(progressAfter({ passedAt: 3, trouble: "Error: no" }, 9)).to.deep.equal({ passedAt: 9, trouble: undefined });
    expect(progressAfter(undefined, 9)).to.deep.equal({ passedAt: 9, trouble: undefined });
  });

  it("keeps the time of the last good pass beside what has gone wrong since", () => {
    expect(progressAfter({ passedAt: 3, trouble: undefined }, 9, new TypeError("no"))).to.deep.equal({
      passedAt: 3,
      trouble: "TypeError: no",
    });
    expect(progressAfter(undefined, 9, "words")).to.deep.equal({ passedAt: undefined, trouble: "words" });
  });

  it("keeps the first 500 characters of what went wrong", () => {
    expect(progressAfter(undefined, 9, "w".repeat(501)).trouble).to.equal("w".repeat(500));
  });
});
