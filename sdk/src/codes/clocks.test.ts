import { expect } from "chai";
import { batchOf, DOORS_OPEN, EVENT, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { checkCode } from "../verdicts/checkCode.ts";
import { deviceClock } from "./clock.ts";
import { entryCode } from "./entryCode.ts";
import { serverClock } from "./serverClock.ts";
import { steadyClock } from "./steadyClock.ts";

async function refusalOf(promise: Promise<unknown>): Promise<{ code: string; message: string }> {
  return promise.then(
    () => expect.fail("nothing was thrown"),
    (error) => error,
  );
}

type Fetch = typeof globalThis.fetch;

/** A server, or what stands before it, that gives these headers in turn. */
function answering(...headers: readonly Record<string, string>[]): Fetch & { readonly asked: string[] } {
  const asked: string[] = [];
  const fetch = async (url: unknown, init: RequestInit) => {
    asked.push(`${init.method} ${init.cache} ${url}`);
    return new Response(null, { headers: headers[(asked.length - 1) % headers.length] ?? {} });
  };
  return Object.assign(fetch as Fetch, { asked });
}

const httpDate = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

describe("a server's clock", () => {
  it("shows the server's time and continues from there", async () => {
    const clock = await serverClock("https://tickets.example", { fetch: answering({ date: httpDate(420) }) });
    expect(clock.now() - deviceClock.now()).to.be.within(418.5, 421.5);
    const before = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(clock.now() - before).to.be.within(0.025, 0.5);
  });

  it("adds the age of an answer that a cache kept", async () => {
    for (const age of [0, 1, 3_600, 86_400]) {
      const fetch = answering({ date: httpDate(-age), age: ` ${age}` });
      const clock = await serverClock("https://tickets.example", { fetch });
      expect(clock.now() - deviceClock.now(), `${age} s`).to.be.within(-1.5, 1.5);
    }
  });

  it("asks at addresses that no cache has seen, without the fragment", async () => {
    const fetch = answering({ date: httpDate(0) });
    await serverClock("https://tickets.example/tickets/7?seat=4#code", { fetch });
    await serverClock(new URL("https://tickets.example/"), { fetch });
    expect(new Set(fetch.asked).size).to.equal(4);
    expect(fetch.asked[0]).to.match(/^HEAD no-store https:\/\/tickets\.example\/tickets\/7\?seat=4&doorkey-time=\d+$/);
    expect(fetch.asked[2]).to.match(/^HEAD no-store https:\/\/tickets\.example\/\?doorkey-time=\d+$/);
  });

  it("distrusts answers that disagree, either way", async () => {
    for (const apart of [10, 60, 3_600, -10, -3_600]) {
      const fetch = answering({ date: httpDate(0) }, { date: httpDate(apart) });
      const { code, message } = await refusalOf(serverClock("/", { fetch }));
      expect(code).to.equal("CLOCK_UNSET");
      expect(message).to.contain(`${Math.abs(apart)} seconds apart`);
    }
    // Two answers in one second may carry the seconds before and after it.
    await serverClock("/", { fetch: answering({ date: httpDate(0) }, { date: httpDate(1) }) });
  });

  it("distrusts a cached answer beside a fresh one, unless its age explains it", async () => {
    const stale = { date: httpDate(-300) };
    const fresh = { date: httpDate(0) };
    expect((await refusalOf(serverClock("/", { fetch: answering(stale, fresh) }))).code).to.equal("CLOCK_UNSET");
    const clock = await serverClock("/", { fetch: answering({ ...stale, age: "300" }, fresh) });
    expect(clock.now() - deviceClock.now()).to.be.within(-1.5, 1.5);
  });

  it("reports CLOCK_UNSET when an answer has no time that can be used", async () => {
    const date = httpDate(0);
    const others: [title: string, fetch: Fetch][] = [
      ["no date", answering({})],
      ["a word", answering({ date: "soon" })],
      ["one without a date", answering({ date }, {})],
      ["a negative age", answering({ date, age: "-5" })],
      ["an age without a number", answering({ date, age: "old" })],
      ["two ages", answering({ date, age: "1, 2" })],
      ["no network", () => Promise.reject(new TypeError("offline"))],
      [
        "a fetch that throws",
        () => {
          throw new TypeError("not a URL");
        },
      ],
    ];
    for (const [title, fetch] of others) {
      expect((await refusalOf(serverClock("/", { fetch }))).code, title).to.equal("CLOCK_UNSET");
    }
  });

  it("makes valid codes on a phone whose clock is wrong", async () => {
    const key = await keyOf("p256");
    const manifest = manifestOf(batchOf([key.address]));
    const fetch = answering({ date: new Date((DOORS_OPEN + 100) * 1000).toUTCString() });
    const clock = await serverClock("/", { fetch });
    const { text } = await entryCode(key, passOf(key), { clock });
    expect(checkCode(text, { manifest, admitted: new Map(), now: DOORS_OPEN + 101, lane: 1 }).status).to.equal("admit");
    expect(key.event).to.deep.equal(EVENT);
  });
});

describe("a steady clock", () => {
  const realNow = Date.now;
  const realCount = performance.now;
  /** What the device's two counters say, in milliseconds. */
  let device = { date: 0, counted: 0 };
  beforeEach(() => {
    device = { date: 1_900_000_000_000, counted: 5_000 };
    Date.now = () => device.date;
    performance.now = () => device.counted;
  });
  afterEach(() => {
    Date.now = realNow;
    performance.now = realCount;
  });

  const MINUTE = 60_000;
  const wait = (duration: number) => {
    device.date += duration;
    device.counted += duration;
  };
  const sleep = (duration: number) => {
    device.date += duration;
  };
  const set = (change: number) => {
    device.date += change;
  };
  /** A clock on a device that is `slow` by so much, and what it should show `passed` later. */
  const start = (slow: number) => {
    const truth = device.date + slow;
    const clock = steadyClock(truth);
    return {
      clock,
      /** How wrong the clock is after so much time, in seconds. */
      errorAfter: (passed: number) => clock.now() - (truth + passed) / 1_000,
    };
  };

  for (const slow of [2_000, 30_000, 7 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE]) {
    it(`does not jump when a phone that is ${slow / 1_000} s slow is set right`, () => {
      const { errorAfter } = start(slow);
      wait(10_000);
      expect(errorAfter(10_000)).to.equal(0);
      set(slow);
      expect(errorAfter(10_000)).to.equal(0);
      wait(10_000);
      expect(errorAfter(20_000)).to.equal(0);
    });
  }

  it("does not jump when a slow phone is set by hand, to a minute", () => {
    for (const off of [-59_000, -20_000, 20_000, 59_000]) {
      const { errorAfter } = start(7 * MINUTE);
      set(7 * MINUTE + off);
      expect(errorAfter(0), `${off} ms`).to.equal(0);
      // The clock is nearly right now; later sleep is followed again.
      wait(1_000);
      sleep(30 * MINUTE);
      expect(errorAfter(30 * MINUTE + 1_000)).to.equal(0);
    }
  });

  it("does not jump when a fast phone is set right, or any phone is set back", () => {
    for (const back of [2_000, 7 * MINUTE, 60 * MINUTE]) {
      const { errorAfter } = start(-7 * MINUTE);
      set(-back);
      expect(errorAfter(0)).to.equal(0);
      wait(10_000);
      expect(errorAfter(10_000)).to.equal(0);
    }
  });

  it("follows a phone that slept, whether its clock is right, fast or slow", () => {
    for (const slow of [0, 1_000, -7 * MINUTE, 7 * MINUTE]) {
      for (const slept of [5_000, 2 * MINUTE, 5 * 60 * MINUTE]) {
        const { errorAfter } = start(slow);
        wait(10_000);
        sleep(slept);
        expect(errorAfter(10_000 + slept), `slow ${slow}, slept ${slept}`).to.equal(0);
      }
    }
  });

  it("follows sleep on devices that count through it", () => {
    const { errorAfter } = start(7 * MINUTE);
    wait(5 * 60 * MINUTE);
    expect(errorAfter(5 * 60 * MINUTE)).to.equal(0);
  });

  it("stays right through an evening: slept, set right, slept, set back", () => {
    const { clock, errorAfter } = start(7 * MINUTE);
    sleep(90 * MINUTE);
    clock.now();
    set(7 * MINUTE);
    clock.now();
    sleep(20 * MINUTE);
    clock.now();
    set(-60 * MINUTE);
    wait(MINUTE);
    expect(errorAfter(111 * MINUTE)).to.equal(0);
  });
});
