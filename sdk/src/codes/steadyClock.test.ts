import { expect } from "chai";
import { steadyClock } from "./steadyClock.ts";

const START = 1_900_000_000_000;

describe("steadyClock at its bounds", () => {
  const realNow = Date.now;
  const realCount = performance.now;
  afterEach(() => {
    Date.now = realNow;
    performance.now = realCount;
  });

  /** By how much a clock follows a jump of the device's clock, which was `slow` by so much. Milliseconds. */
  function followed(slow: number, jump: number): number {
    let [date, counted] = [START, 5_000];
    Date.now = () => date;
    performance.now = () => counted;
    const clock = steadyClock(START + slow);
    date += 10 + jump;
    counted += 10;
    return Math.round(clock.now() * 1_000) - (START + slow + 10);
  }

  it("takes a jump of less than a second for the drift of two counters", () => {
    expect([0, 1, 999, -999, -1_000].map((jump) => followed(0, jump))).to.deep.equal([0, 0, 0, 0, 0]);
    expect([1_000, 1_001].map((jump) => followed(0, jump))).to.deep.equal([1_000, 1_001]);
  });

  it("takes a jump by a quarter more or less than the clock was slow for one that set it", () => {
    const slow = 8_000;
    expect([6_000, 8_000, 10_000].map((jump) => followed(slow, jump))).to.deep.equal([0, 0, 0]);
    expect([5_999, 10_001].map((jump) => followed(slow, jump))).to.deep.equal([5_999, 10_001]);
  });

  it("takes a jump that is a minute off, and no more, for one that set the clock by hand", () => {
    const slow = 7 * 60_000;
    expect([-60_000, 0, 60_000].map((off) => followed(slow, slow + off))).to.deep.equal([0, 0, 0]);
    expect([-60_001, 60_001].map((off) => followed(slow, slow + off))).to.deep.equal([slow - 60_001, slow + 60_001]);
  });

  it("takes any jump forward of a clock that is fast for sleep", () => {
    expect([1_000, 60_000].map((jump) => followed(-60_000, jump))).to.deep.equal([1_000, 60_000]);
  });
});
