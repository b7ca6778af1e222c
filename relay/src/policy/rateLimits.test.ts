import { expect } from "chai";
import { type LimitedBy, liveRateLimits, rateLimiter, rateLimits } from "./rateLimits.ts";

const HOUR = 3_600;

/** How many of `calls` are allowed, one after the other. */
async function allowedOf(count: () => Promise<number | undefined>, calls: number): Promise<number> {
  let allowed = 0;
  for (let i = 0; i < calls; i++) if ((await count()) === undefined) allowed++;
  return allowed;
}

describe("rateLimiter", () => {
  it("allows so many calls of each caller, and says how long to wait for the next", async () => {
    const count = rateLimiter({ points: 3, seconds: HOUR });
    expect(await allowedOf(() => count("one"), 3)).to.equal(3);
    // Seconds: more than one, and no more than the whole time.
    expect(await count("one")).to.be.within(2, HOUR);
    expect(await count("two")).to.equal(undefined);
  });

  it("counts several calls at once", async () => {
    const count = rateLimiter({ points: 3, seconds: HOUR });
    expect(await count("one", 4)).to.be.a("number");
    expect(await count("two", 3)).to.equal(undefined);
    expect(await count("two", 1)).to.be.a("number");
  });
});

describe("rateLimits", () => {
  it("has a limit of its own for addresses, keys and senders", async () => {
    const rate = (points: number) => ({ points, seconds: HOUR });
    const limits = rateLimits({ perIp: rate(1), perKey: rate(2), perSender: rate(3) });
    for (const [by, points] of [
      ["ip", 1],
      ["key", 2],
      ["sender", 3],
    ] as [LimitedBy, number][]) {
      expect(await allowedOf(() => limits.count(by, "the same name"), 5), by).to.equal(points);
      expect(await limits.count(by, "a body", points + 1)).to.be.a("number");
    }
  });
});

describe("liveRateLimits", () => {
  it("goes on counting while the limits are the same, and starts again with other ones", async () => {
    const limitsOf = (points: number) => {
      const rate = { points, seconds: HOUR };
      return { limits: { perIp: rate, perKey: rate, perSender: rate } };
    };
    let config = limitsOf(2);
    const limits = liveRateLimits(() => config);
    const allowed = (calls: number) => allowedOf(() => limits().count("ip", "one"), calls);
    expect(await allowed(1)).to.equal(1);
    // The file was read again, and says the same.
    config = limitsOf(2);
    expect(await allowed(3)).to.equal(1);
    config = limitsOf(5);
    expect(await allowed(7)).to.equal(5);
    config = limitsOf(2);
    expect(await allowed(3)).to.equal(2);
    expect(await allowed(3)).to.equal(0);
  });
});
