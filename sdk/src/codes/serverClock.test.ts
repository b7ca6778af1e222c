import { expect } from "chai";
import { serverClock } from "./serverClock.ts";

const SECOND = 1_900_000_000;

/** What the device counts, in milliseconds. It stands still unless a test moves it. */
let counted = 0;
const realNow = Date.now;
const realCount = performance.now;

/** An answer that the server gives `took` milliseconds after it was asked, with the time `date` in seconds. */
type Answer = { readonly date: number; readonly took: number; readonly age?: string };

/** A server that is asked for all of its answers in one turn. The slower ones come later. */
function server(...answers: readonly Answer[]): typeof globalThis.fetch {
  let asked = 0;
  return (async () => {
    const { date, took, age } = answers[asked++] as Answer;
    for (let turn = 0; turn < 10 + took / 10; turn++) await undefined;
    counted = took;
    return new Response(null, {
      headers: { date: new Date(date * 1_000).toUTCString(), ...(age !== undefined && { age }) },
    });
  }) as typeof globalThis.fetch;
}

const shownBy = async (...answers: readonly [Answer, Answer]) => {
  counted = 0;
  return (await serverClock("/", { fetch: server(...answers) })).now();
};
const refusalOf = (...answers: readonly [Answer, Answer]): Promise<string> =>
  shownBy(...answers).then(
    () => "nothing was thrown",
    (error: Error) => error.message,
  );

describe("serverClock", () => {
  beforeEach(() => {
    Date.now = () => 1_800_000_000_000;
    performance.now = () => counted;
  });
  afterEach(() => {
    Date.now = realNow;
    performance.now = realCount;
  });

  it("takes the middle of the header's second, and half of the time on the way", async () => {
    expect(await shownBy({ date: SECOND, took: 0 }, { date: SECOND, took: 0 })).to.equal(SECOND + 0.5);
    expect(await shownBy({ date: SECOND, took: 400 }, { date: SECOND, took: 400 })).to.equal(SECOND + 0.7);
    const cached = { date: SECOND, took: 0, age: "999999999" };
    expect(await shownBy(cached, cached)).to.equal(SECOND + 999_999_999.5);
  });

  it("trusts the answer that was faster on its way, and counts from when it came", async () => {
    // By the first the second is 1.55, a second after it came; by the other, which took longer, it is 2.05.
    const first = { date: SECOND, took: 100 };
    const slower = { date: SECOND + 1, took: 1_100 };
    for (const [one, other] of [
      [first, slower],
      [slower, first],
    ] as const) {
      expect((await shownBy(one, other)).toFixed(3)).to.equal((SECOND + 1.55).toFixed(3));
    }
  });

  it("takes answers that are two seconds apart, and half of their time on the way", async () => {
    const [sooner, later] = [SECOND, SECOND + 2].map((date) => ({ date, took: 0 })) as [Answer, Answer];
    const latest = { date: SECOND + 3, took: 0 };
    for (const [one, other] of [
      [sooner, later],
      [later, sooner],
    ] as const) {
      expect(await shownBy(one, other)).to.equal(one.date + 0.5);
    }
    expect(await refusalOf(sooner, latest)).to.contain("3 seconds apart");
    expect(await refusalOf(latest, sooner)).to.contain("3 seconds apart");
    // With a second on the way each may be a second further off, but not two.
    const slow = (answer: Answer) => ({ ...answer, took: 1_000 });
    expect(await refusalOf(slow(sooner), slow(latest))).to.equal("nothing was thrown");
    expect(await refusalOf(slow(sooner), slow({ ...latest, date: SECOND + 4 }))).to.contain("4 seconds apart");
  });

  it("says that an age is wrong, or why nothing was answered", async () => {
    for (const age of ["-5", "1, 2", "1234567890", "1.5"]) {
      const cached = { date: SECOND, took: 0, age };
      expect(await refusalOf(cached, cached), age).to.contain("A cache answered with a wrong age.");
    }
    const offline = new TypeError("offline");
    const error = await serverClock("/", { fetch: () => Promise.reject(offline) }).catch((thrown) => thrown);
    expect(error).to.include({ code: "CLOCK_UNSET", cause: offline });
  });

  it("asks through the page's own fetch if it gets none, and hands the signal on", async () => {
    const real = globalThis.fetch;
    const inits: RequestInit[] = [];
    const answer = server({ date: SECOND, took: 0 }, { date: SECOND, took: 0 });
    globalThis.fetch = async (url, init) => {
      inits.push(init ?? {});
      return answer(url);
    };
    const { signal } = new AbortController();
    try {
      counted = 0;
      expect((await serverClock("/", { signal })).now()).to.equal(SECOND + 0.5);
    } finally {
      globalThis.fetch = real;
    }
    expect(inits.map((init) => init.signal)).to.deep.equal([signal, signal]);
  });

  it("needs options that are an object", async () => {
    const error = await serverClock("/", null as never).catch((thrown) => thrown);
    expect(error).to.have.property("code", "VALUE_INVALID");
  });
});
