import { expect } from "chai";
import { commonProblems } from "../problems/commonProblems.ts";
import { Refusal } from "../problems/Refusal.ts";
import { createAttempts } from "./Attempts.ts";

const SECONDS = 900;

/** Attempts of which two are free in 900 seconds, and a clock to set. */
function twoFree() {
  const clock = { now: 1_000 };
  const attempts = createAttempts({
    most: 2,
    seconds: SECONDS,
    now: () => clock.now,
    refuse: (retryAfter) => new Refusal("RATE_LIMITED", commonProblems("server").RATE_LIMITED, { retryAfter }),
  });
  /** Seconds to wait, or 0 if the attempt is free. */
  const count = (who: string): number | undefined => {
    try {
      attempts.count(who);
      return 0;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.retryAfter;
    }
  };
  return { clock, attempts, count };
}

describe("attempts to guess a secret", () => {
  it("are free up to the limit, and wait from then on until the first is old", () => {
    const { clock, count } = twoFree();
    expect(count("a")).to.equal(0);
    clock.now += 100;
    expect(count("a")).to.equal(0);
    expect(count("a")).to.equal(SECONDS - 100);
    clock.now += SECONDS - 101;
    expect(count("a")).to.equal(1);
    clock.now += 1;
    expect(count("a")).to.equal(0);
    expect(count("a")).to.equal(100);
  });

  it("are not counted while they are refused", () => {
    const { clock, count } = twoFree();
    for (let i = 0; i < 2; i++) count("a");
    for (let i = 0; i < 50; i++) count("a");
    clock.now += SECONDS;
    expect([count("a"), count("a"), count("a")]).to.deep.equal([0, 0, SECONDS]);
  });

  it("of one caller cost the others nothing", () => {
    const { count } = twoFree();
    for (let i = 0; i < 10; i++) count("a");
    expect(count("b")).to.equal(0);
  });

  it("are forgotten once one succeeds", () => {
    const { attempts, count } = twoFree();
    for (let i = 0; i < 3; i++) count("a");
    attempts.forget("a");
    expect(count("a")).to.equal(0);
  });

  it("are remembered for 10,000 callers, of which the one that tried longest ago goes first", () => {
    const { count } = twoFree();
    for (const who of ["first", "first", "second", "second"]) count(who);
    for (let i = 0; i < 9_998; i++) count(`other ${i}`);
    expect(count("first")).to.equal(SECONDS);
    count("one more");
    expect(count("first")).to.equal(0);
    expect(count("second")).to.not.equal(undefined);
  });
});
