import { expect } from "chai";
import { memoize } from "./memoize.ts";
import { memoizeFacts } from "./PolicyFacts.ts";

/** A question whose answers come when the test gives them. */
function openQuestions() {
  const asked: { readonly key: number; readonly answer: (value: string) => void; readonly fail: () => void }[] = [];
  const ask = (key: number) =>
    new Promise<string>((answer, reject) => {
      asked.push({ key, answer, fail: () => reject(new Error("no")) });
    });
  return { ask, asked };
}

describe("memoize", () => {
  it("keeps as many answers as it may, and forgets the oldest first", async () => {
    let now = 0;
    const asked: number[] = [];
    const ask = memoize(async (key: number) => asked.push(key), { seconds: 1, now: () => now, entries: 2 });
    for (const key of [1, 2, 1, 2]) await ask(key);
    expect(asked).to.deep.equal([1, 2]);
    now = 1_000;
    // The first answer is new now, so the second one is the oldest.
    for (const key of [1, 3, 1]) await ask(key);
    expect(asked).to.deep.equal([1, 2, 1, 3]);
    await ask(2);
    expect(asked).to.deep.equal([1, 2, 1, 3, 2]);
  });

  it("keeps a newer answer when an older question fails late", async () => {
    let now = 0;
    const { ask, asked } = openQuestions();
    const memoized = memoize(ask, { seconds: 1, now: () => now });
    const old = memoized(1);
    now = 1_000;
    const next = memoized(1);
    asked[0]?.fail();
    expect(await old.catch((error: Error) => error.message)).to.equal("no");
    asked[1]?.answer("new");
    expect(await Promise.all([next, memoized(1)])).to.deep.equal(["new", "new"]);
    expect(asked).to.have.length(2);
  });

  it("passes over a failure of what it has forgotten", async () => {
    const { ask, asked } = openQuestions();
    const memoized = memoize(ask, { seconds: 1, now: () => 0, entries: 1 });
    const first = memoized(1);
    const second = memoized(2);
    asked[0]?.fail();
    expect(await first.catch((error: Error) => error.message)).to.equal("no");
    asked[1]?.answer("two");
    expect(await second).to.equal("two");
  });
});

describe("memoizeFacts", () => {
  it("asks once for the organizer of an event and for the agent of a right", async () => {
    const asked: unknown[] = [];
    const facts = memoizeFacts(
      {
        organizerOf: async (event) => {
          asked.push(event);
          return event + 1;
        },
        agentOf: async (right) => {
          asked.push(right);
          return Number(right) + 2;
        },
      },
      { seconds: 1, now: () => 0 },
    );
    for (let i = 0; i < 2; i++) {
      expect(await facts.organizerOf(7)).to.equal(8);
      expect(await facts.agentOf(7n)).to.equal(9);
    }
    expect(asked).to.deep.equal([7, 7n]);
  });
});
