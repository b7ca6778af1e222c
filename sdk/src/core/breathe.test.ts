import { expect } from "chai";
import { breathe } from "./breathe.ts";

/** Computes for so many milliseconds. */
function compute(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe("breathe", () => {
  it("lets the event loop run between computations of callers that come at the same time", async () => {
    let ticks = 0;
    let isDone = false;
    const tick = () => {
      ticks++;
      if (!isDone) setTimeout(tick, 0);
    };
    setTimeout(tick, 0);
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        await breathe();
        compute(2);
        order.push(i);
      }),
    );
    isDone = true;
    expect(order).to.deep.equal(Array.from({ length: 60 }, (_, i) => i));
    // 120 ms of work in slices of 20 ms, each of which ends with a turn of the event loop.
    expect(ticks).to.be.greaterThanOrEqual(4);
  });

  it("lets the event loop run between the computations of a lone caller", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    for (let i = 0; i < 60; i++) {
      await breathe();
      compute(2);
    }
    clearInterval(timer);
    expect(ticks).to.be.greaterThanOrEqual(4);
  });

  it("gives a lone caller its turn at once, and a later one too", async () => {
    for (let i = 0; i < 3; i++) {
      let wasLate = false;
      const late = setTimeout(() => {
        wasLate = true;
      }, 0);
      await breathe();
      expect(wasLate).to.equal(false);
      clearTimeout(late);
    }
  });
});
