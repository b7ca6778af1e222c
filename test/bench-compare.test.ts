import { expect } from "chai";
import { deviations, greatestDeviation } from "../bench/peers/compare.ts";
import { differences, type Results } from "../bench/peers/results.ts";
import { beyond, type GasRow, gasOf, TRANSACTION_GAS_CAP, TRANSACTION_SIZE_CAP } from "../bench/peers/rows.ts";
import { parseRatios, ratioLine } from "../bench/ratios.ts";

const row = (gasPerUnit: number, change: Partial<GasRow> = {}): GasRow => ({
  system: "Unlock",
  operation: "issue",
  n: 100,
  gasPerUnit,
  source: "measured: a test",
  ...change,
});

describe("peers beside their baselines", () => {
  const baseline = { system: "Unlock", operation: "issue", n: 100, gas: 10_000 };

  for (const gas of [9_800, 10_000, 10_200]) {
    it(`accepts ${gas} for a baseline of 10,000`, () => expect(deviations([row(gas)], [baseline])).to.deep.equal([]));
  }
  for (const [gas, percent] of [
    [9_799, "-2.01"],
    [10_201, "2.01"],
    [15_000, "50.00"],
  ] as const) {
    it(`refuses ${gas} for a baseline of 10,000`, () => {
      expect(deviations([row(gas)], [baseline])).to.deep.equal([
        `Unlock, issue, N = 100: ${gas}, ${percent} % from the baseline of 10000`,
      ]);
    });
  }

  it("report a row that was not measured", () => {
    const others = [row(10_000, { n: 10 }), row(10_000, { operation: "revoke" }), row(10_000, { system: "EAS" })];
    expect(deviations(others, [baseline])).to.deep.equal([
      "Unlock, issue, N = 100: not measured; the baseline is 10000",
    ]);
    expect(greatestDeviation(others, [baseline])).to.equal(Number.POSITIVE_INFINITY);
  });

  it("report the greatest deviation, up or down", () => {
    const other = { ...baseline, n: 10 };
    const greatest = greatestDeviation([row(10_050), row(9_900, { n: 10 })], [baseline, other]);
    expect(greatest.toFixed(9)).to.equal("0.010000000");
  });
});

describe("results beside those that are stored", () => {
  const results = (rows: GasRow[], fork = "osaka"): Results => ({
    setting: { fork, chain: "", compiler: "", gas: "", batch: "", holders: "" },
    rows,
  });

  it("are the same", () => expect(differences(results([row(1)]), results([row(1)]))).to.deep.equal([]));

  it("differ by changed, missing and new rows", () => {
    const stored = results([row(1), row(2, { n: 10 })]);
    expect(differences(stored, results([row(3), row(4, { n: 1 })]))).to.deep.equal([
      "bench/results: Unlock, issue, N = 100: 1, now 3",
      "bench/results: Unlock, issue, N = 10: 2, now nothing",
      "bench/results: Unlock, issue, N = 1: nothing, now 4",
    ]);
  });

  it("differ if only their setting differs", () => {
    const [fault = ""] = differences(results([row(1)], "prague"), results([row(1)]));
    expect(fault).to.include("setting");
  });

  it("are missing", () => expect(differences(undefined, results([]))).to.have.length(1));
});

describe("a row", () => {
  it("exceeds mainnet only above its caps", () => {
    expect(beyond(TRANSACTION_GAS_CAP, TRANSACTION_SIZE_CAP)).to.equal(undefined);
    expect(beyond(TRANSACTION_GAS_CAP + 1, 0)).to.include("gas");
    expect(beyond(0, TRANSACTION_SIZE_CAP + 1)).to.include("128 KiB");
  });

  it("must exist to give its gas", () => {
    expect(gasOf([row(7)], "Unlock", "issue", 100)).to.equal(7);
    expect(() => gasOf([row(7)], "Unlock", "issue", 10)).to.throw("no row: Unlock, issue, N = 10");
  });
});

describe("ratios that a bench prints", () => {
  it("are found among other lines", () => {
    const ratio = { what: "a ÷ b", ratio: 4.382 };
    const output = ["> doorkey bench", ratioLine(ratio), "{ not json", '{"what":"no ratio"}', '{"ratio":1}', ""].join(
      "\n",
    );
    expect(parseRatios(output)).to.deep.equal([ratio]);
  });

  it("are rounded to a thousandth", () => expect(ratioLine({ what: "a", ratio: 2 / 3 })).to.include("0.667"));
});
