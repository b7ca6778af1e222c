import { expect } from "chai";
import { resetTime } from "doorkey-test-support/passTime";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { withRetry } from "./withRetry.ts";

const BUSY = new DoorkeyError("RELAY_BUSY");

/** Work that fails with these errors and then returns its number of attempts. */
function failing(...errors: readonly unknown[]) {
  let attempts = 0;
  const work = async () => {
    const error = errors[attempts++];
    if (error !== undefined) throw error;
    return attempts;
  };
  return { work, attempts: () => attempts };
}

/** Runs with a clock that only pauses move on; returns the pauses. */
async function withoutWaiting(run: () => Promise<unknown>): Promise<number[]> {
  const { setTimeout } = globalThis;
  const waits: number[] = [];
  const start = Date.now();
  Date.now = () => start + waits.reduce((sum, wait) => sum + wait, 0);
  globalThis.setTimeout = ((act: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return setTimeout(act, 0);
  }) as typeof setTimeout;
  try {
    await run();
  } finally {
    globalThis.setTimeout = setTimeout;
    resetTime();
  }
  return waits;
}

describe("withRetry", () => {
  it("tries again after pauses that grow, while the failure may pass", async () => {
    const { work } = failing(BUSY, new DoorkeyError("CHAIN_UNREACHABLE"), BUSY);
    const waits = await withoutWaiting(async () => expect(await withRetry(work)).to.equal(4));
    expect(waits).to.deep.equal([250, 500, 1_000]);
  });

  it("reports a failure that lasts at once", async () => {
    const strange = Object.assign(new Error("of another package"), { retryable: true });
    for (const lasting of [new DoorkeyError("REQUEST_DEAD"), new Error("a bug"), strange]) {
      const { work, attempts } = failing(lasting);
      expect(await withRetry(work).catch((error) => error)).to.equal(lasting);
      expect(attempts()).to.equal(1);
    }
  });

  it("ends before a pause that would be longer than its patience", async () => {
    for (const [patience, attempts] of [
      [0, 1],
      [249, 1],
      [250, 2],
      [749, 2],
      [750, 3],
    ] as const) {
      const busy = failing(...Array(9).fill(BUSY));
      await withoutWaiting(async () => {
        expect(await withRetry(busy.work, patience).catch((error) => error)).to.equal(BUSY);
      });
      expect(busy.attempts(), `${patience} ms`).to.equal(attempts);
    }
  });
});
