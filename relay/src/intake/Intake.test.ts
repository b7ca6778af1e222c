import { expect } from "chai";
import type { Address } from "doorkey/buyer";
import { rateLimits } from "../policy/rateLimits.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import {
  countCalls,
  countSender,
  type Intake,
  latestClock,
  overBudget,
  refuseIfPaused,
  refuseIfPoor,
  reservationOf,
} from "./Intake.ts";
import type { RelayState } from "./relayers.ts";

const HOLDER: Address = `0x${"ab".repeat(20)}`;
const sponsor: Sponsor = {
  ...{ id: "zepp", keyHashes: [], organizers: [], allowances: [] },
  budget: { perDay: 1_000n, perMonth: 9_000n, keylessPercent: 25 },
};

/** An intake that allows so many calls of each kind within an hour. */
function limited(perIp: number, perKey: number, perSender = 1): Intake {
  const rate = (points: number) => ({ points, seconds: 3_600 });
  const limits = rateLimits({ perIp: rate(perIp), perKey: rate(perKey), perSender: rate(perSender) });
  return { limits: () => limits } as Intake;
}

/** The code that it is refused with; undefined for none. */
async function codeOf(work: () => Promise<void> | void): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === "RATE_LIMITED") expect(error.retryAfter).to.be.within(1, 3_600);
    return error.code;
  }
}

describe("countCalls", () => {
  it("counts each call under its key, whatever the address", async () => {
    const intake = limited(0, 3);
    const calls = (keyHash: string, count: number) =>
      codeOf(() => countCalls(intake, { ip: "192.0.2.1", keyHash }, count));
    expect(await calls("one", 3)).to.equal(undefined);
    expect(await calls("one", 1)).to.equal("RATE_LIMITED");
    expect(await calls("two", 1)).to.equal(undefined);
  });

  it("counts all but the first call under the address if there is no key", async () => {
    const intake = limited(3, 0);
    const calls = (ip: string, count: number) => codeOf(() => countCalls(intake, { ip, keyHash: undefined }, count));
    for (let i = 0; i < 9; i++) expect(await calls("192.0.2.1", 1)).to.equal(undefined);
    expect(await calls("192.0.2.1", 4)).to.equal(undefined);
    expect(await calls("192.0.2.1", 2)).to.equal("RATE_LIMITED");
    expect(await calls("192.0.2.1", 1)).to.equal(undefined);
    expect(await calls("192.0.2.2", 5)).to.equal("RATE_LIMITED");
  });
});

describe("countSender", () => {
  it("counts a sender in any case, for each key and each address apart", async () => {
    const intake = limited(9, 9, 1);
    const call = (caller: { ip: string; keyHash: string | undefined }, from = HOLDER) =>
      codeOf(() => countSender(intake, caller, from));
    const keyed = { ip: "192.0.2.1", keyHash: "one" };
    expect(await call(keyed)).to.equal(undefined);
    expect(await call({ ...keyed, ip: "192.0.2.2" }, HOLDER.toUpperCase().replace("X", "x") as Address)).to.equal(
      "RATE_LIMITED",
    );
    expect(await call({ ...keyed, keyHash: "two" })).to.equal(undefined);
    expect(await call({ ...keyed, keyHash: undefined })).to.equal(undefined);
    expect(await call({ ...keyed, keyHash: undefined })).to.equal("RATE_LIMITED");
    expect(await call({ ip: "192.0.2.2", keyHash: undefined })).to.equal(undefined);
    expect(await call(keyed, `0x${"cd".repeat(20)}`)).to.equal(undefined);
  });
});

describe("refuseIfPaused", () => {
  it("says what is paused, and when to come back", () => {
    const cases: readonly (readonly [string[], string | undefined, number?])[] = [
      [[], undefined],
      [["sponsor:other", "signer:0x12"], undefined],
      [["sponsor:zepp"], "SPONSOR_PAUSED", 30],
      [["sponsor:zepp", "all"], "RELAY_PAUSED", 30],
      [["sponsor:zepp", "all", "intake"], "RELAY_DRAINING", 60],
    ];
    for (const [paused, code, retryAfter] of cases) {
      const refuse = () => refuseIfPaused({ relayers: [], paused: new Set(paused) } satisfies RelayState, sponsor);
      if (code === undefined) expect(refuse).not.to.throw();
      else expect(refuse).to.throw(ProblemError).that.includes({ code, retryAfter });
    }
  });
});

describe("latestClock", () => {
  it("is the later one of the chain's clock and the machine's, in whole seconds", () => {
    const now = () => new Date(1_000_999);
    expect(latestClock({ now }, 999)).to.equal(1_000);
    expect(latestClock({ now }, 1_000)).to.equal(1_000);
    expect(latestClock({ now }, 1_001)).to.equal(1_001);
  });
});

describe("reservationOf", () => {
  const intake = { now: () => new Date("2026-11-30T23:59:59Z") } as Intake;
  const cost = { gas: 7n, gasPrice: 11n, l1Fee: 13n };
  const limits = [
    { period: "2026-11-30", limitWei: 1_000n },
    { period: "2026-11", limitWei: 9_000n },
  ];

  it("is the gas at its price and the fee of the chain below, today and this month", () => {
    const keyed = reservationOf(intake, { ip: "192.0.2.1", keyHash: "one" }, sponsor, cost);
    expect(keyed).to.deep.equal({ wei: 90n, limits });
  });

  it("counts against the share of callers without a key too, if there is none", () => {
    const keyless = reservationOf(intake, { ip: "192.0.2.1", keyHash: undefined }, sponsor, cost);
    expect(keyless).to.deep.equal({
      wei: 90n,
      limits: [
        ...limits,
        { period: "2026-11-30/keyless", limitWei: 250n },
        { period: "2026-11/keyless", limitWei: 2_250n },
      ],
    });
  });
});

describe("refuseIfPoor", () => {
  const limits = [
    { period: "2026-11-30", limitWei: 100n },
    { period: "2026-11", limitWei: 1_000n },
  ];
  const usage = (period: string, reservedWei: bigint, usedWei: bigint) => ({ period, reservedWei, usedWei });

  it("adds what is reserved and what was spent, in each period by itself", () => {
    const poor = (...used: ReturnType<typeof usage>[]) => codeOf(() => refuseIfPoor(used, { wei: 10n, limits }));
    return Promise.all([
      poor().then((code) => expect(code).to.equal(undefined)),
      poor(usage("2026-11-30", 40n, 50n)).then((code) => expect(code).to.equal(undefined)),
      poor(usage("2026-11-30", 41n, 50n)).then((code) => expect(code).to.equal("BUDGET_EXHAUSTED")),
      poor(usage("2026-11-30", 40n, 51n)).then((code) => expect(code).to.equal("BUDGET_EXHAUSTED")),
      poor(usage("2026-11", 0n, 990n)).then((code) => expect(code).to.equal(undefined)),
      poor(usage("2026-11", 0n, 991n)).then((code) => expect(code).to.equal("BUDGET_EXHAUSTED")),
      poor(usage("2026-11-29", 999n, 999n)).then((code) => expect(code).to.equal(undefined)),
    ]);
  });

  it("names the period, and for whom it is", () => {
    expect(overBudget("2026-11-30").detail).to.equal("What is left for 2026-11-30 does not cover this call.");
    expect(overBudget("2026-11/keyless").detail).to.equal(
      "What is left for 2026-11 for calls without a key does not cover this call.",
    );
  });
});
