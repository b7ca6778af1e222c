import { expect } from "chai";
import { type Change, changedPreset, mistakesIn, preset, presetSettings } from "../../test/helpers/presetConfig.ts";
import { chainTraits, ETHEREUM } from "../chain/chains.ts";
import { parseConfig } from "./parseConfig.ts";

const parse = (...changes: readonly Change[]) => parseConfig(changedPreset(...changes), "relay.yaml");
const pathsOf = (...changes: readonly Change[]) => mistakesIn(changedPreset(...changes)).map(({ path }) => path);
/** Puts settings before the administrator's. */
const withLines = (lines: string): Change => ["admin:", `${lines}\nadmin:`];

describe("parseConfig", () => {
  it("says of text that is not YAML only that, in a line, with its place", () => {
    const text = changedPreset(["id: 31337", "id: 31337\n  id: 1"], ["perDay: 2 ether", "perDay: 30 ether"]);
    expect(mistakesIn(text)).to.deep.equal([
      {
        path: "",
        line: text.split("\n").indexOf("  id: 1") + 1,
        message: "Map keys must be unique at line 7, column 3",
      },
    ]);
  });

  it("reports what is missing at its parent's line, or at no line at the top", () => {
    expect(mistakesIn("").every(({ line }) => line === undefined)).to.equal(true);
    const withoutSponsors = preset.slice(0, preset.indexOf("# Who pays"));
    expect(mistakesIn(withoutSponsors)).to.deep.equal([
      { path: "sponsors", message: "is missing: a list of sponsors" },
    ]);
    const text = changedPreset(['  rpc:\n    - "http://127.0.0.1:8545"\n', ""]);
    const [mistake] = mistakesIn(text);
    expect(mistake?.path).to.equal("chain/rpc");
    expect(text.split("\n")[(mistake?.line ?? 0) - 1]).to.equal("  id: 31337");
  });

  it("reports whatever stands in the place of a group or a list", () => {
    for (const text of ["hello", "17", "[]", "null"]) {
      expect(mistakesIn(text).length, text).to.be.above(0);
    }
    for (const chain of ["null", "here", "[1]", "{ id: here }"]) {
      const text = `version: 1\nchain: ${chain}\nsponsors: []\n`;
      expect(mistakesIn(text).some(({ path }) => path.startsWith("chain"))).to.equal(true);
    }
    const sponsors = preset.slice(preset.indexOf("sponsors:"));
    for (const wrong of [
      "null",
      "zepp",
      "{ zepp: 1 }",
      "[null]",
      "[zepp]",
      "[{ allow: 1 }]",
      "[{ allow: [null, {}] }]",
    ]) {
      const paths = mistakesIn(preset.replace(sponsors, `sponsors: ${wrong}\n`)).map(({ path }) => path);
      expect(paths.length, wrong).to.be.above(0);
      expect(paths.filter((path) => !path.startsWith("sponsors"))).to.deep.equal([]);
    }
  });

  it("reports what an entry calls beside mistakes of shape elsewhere, if it knows the chain's contracts", () => {
    const changes: Change[] = [
      ["version: 1", "version: 2"],
      ["- cancel #", "- cancle #"],
    ];
    expect(pathsOf(...changes)).to.deep.equal(["version", "sponsors/0/allow/1/functions/7"]);
    expect(pathsOf(...changes, ["id: 31337", "id: 424242"])).to.deep.equal(["version"]);
    // An entry without functions is only that.
    const entry = "  allow:\n      - to: EntryRightRegistry\n";
    expect(pathsOf(["    allow:\n", `  ${entry}`])).to.deep.equal(["sponsors/0/allow/0/functions"]);
  });

  it("takes the least deadline below the usual one, and that one up to the longest", () => {
    const bounds = (least: number, usual: number, most: number) =>
      pathsOf(
        withLines(`requests: { minDeadlineSeconds: ${least}, deadlineSeconds: ${usual}, maxDeadlineSeconds: ${most} }`),
      );
    expect(bounds(59, 60, 60)).to.deep.equal([]);
    expect(bounds(60, 60, 60)).to.deep.equal(["requests/minDeadlineSeconds"]);
    expect(bounds(61, 60, 60)).to.deep.equal(["requests/minDeadlineSeconds"]);
    expect(bounds(59, 61, 60)).to.deep.equal(["requests/deadlineSeconds"]);
  });

  it("takes the least tip up to the highest price and to the highest tip", () => {
    const bounds = (least: number, price: number, most: number) =>
      pathsOf([
        "  maxFeePerGas: 50 gwei",
        `  minPriorityFeePerGas: "${least}"\n  maxPriorityFeePerGas: "${most}"\n  maxFeePerGas: "${price}"`,
      ]);
    expect(bounds(5, 5, 5)).to.deep.equal([]);
    expect(bounds(6, 5, 6)).to.deep.equal(["fees/minPriorityFeePerGas"]);
    expect(bounds(6, 6, 5)).to.deep.equal(["fees/maxPriorityFeePerGas"]);
    const { fees } = parse();
    expect(fees).to.deep.equal({
      maxFeePerGas: 50n * 10n ** 9n,
      minPriorityFeePerGas: 10n ** 7n,
      maxPriorityFeePerGas: 50n * 10n ** 9n,
      lowBalance: 5n * 10n ** 16n,
    });
  });

  it("reads an id of endpoints once", () => {
    const endpoint = `{ id: one, url: "https://zepp.example", secretFrom: SECRET, sponsors: [zepp] }`;
    const text = changedPreset(withLines(`webhooks: { endpoints: [${endpoint}, ${endpoint}] }`));
    expect(mistakesIn(text, { SECRET: "s" }).map(({ path }) => path)).to.deep.equal(["webhooks/endpoints/1/id"]);
  });

  it("has no key and no sessions of operators without a section for them", () => {
    const section = `admin:\n  keyHash: ${presetSettings.adminKeyHash}\n`;
    const without = parse([section, ""]);
    expect([without.adminKeyHash, without.adminSessionSeconds]).to.deep.equal([undefined, 0]);
    expect([parse().adminKeyHash, parse().adminSessionSeconds]).to.deep.equal([presetSettings.adminKeyHash, 480 * 60]);
  });

  it("keeps final requests for ever if nothing says for how long", () => {
    expect(parse(["retention:\n  days: 90\n", ""]).retention).to.deep.equal({});
  });

  it("describes the chain by what is known of it, and by what the file says instead", () => {
    expect(parse().chain.traits).to.deep.equal(chainTraits(31_337));
    const chains = withLines(
      "chains: [{ id: 10, blockSeconds: 9 }, { id: 31337, logBlocks: 7, gas: { return: 80000 } }]",
    );
    const { traits } = parse(chains).chain;
    const gas = { ...ETHEREUM.gas, return: 80_000 };
    expect(traits).to.deep.include({ ...chainTraits(31_337), logBlocks: 7, gas });
    expect(parse(["  confirmations: 1\n", ""]).chain.confirmations).to.equal(ETHEREUM.confirmations);
    expect(parse(["  confirmations: 1\n", "  confirmations: 9\n"]).chain.confirmations).to.equal(9);
  });

  it("lets a head be as old as ten blocks, and two minutes at least", () => {
    const { contracts } = parse().chain;
    const lines = Object.entries(contracts).map(([name, address]) => `    ${name}: "${address}"\n`);
    const ageWith = (blockSeconds: number) =>
      parse(
        ["id: 31337", "id: 5"],
        ["  confirmations:", `  contracts:\n${lines.join("")}  confirmations:`],
        withLines(`chains: [{ id: 5, blockSeconds: ${blockSeconds} }]`),
      ).chain.maxHeadAgeSeconds;
    expect([1, 12, 13].map(ageWith)).to.deep.equal([120, 120, 130]);
  });
});
