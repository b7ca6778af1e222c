import { expect } from "chai";
import { parseEther } from "ethers";
import { ConfigError } from "../../src/config/mistakes.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { ticketing } from "../../src/config/ticketing.ts";
import { hashOfKey, newApiKey } from "../../src/http/auth.ts";
import { type Change, changedPreset, mistakesIn, preset, presetSettings as settings } from "../helpers/presetConfig.ts";

/** Paths and messages of all mistakes after a change of the preset. */
function mistakesOf(...changes: readonly Change[]): Record<string, string> {
  return Object.fromEntries(mistakesIn(changedPreset(...changes)).map(({ path, message }) => [path, message]));
}

describe("the configuration", () => {
  it("of init is valid, and sponsors every function of the suite", () => {
    const { sponsors, chain, fees, signers, retention } = parseConfig(preset, "/etc/doorkey/relay.yaml");
    expect(signers).to.deep.equal([{ kind: "keystore", path: "/etc/doorkey/keys/signer-1.json" }]);
    expect(retention).to.deep.equal({ days: 90 });
    expect(fees.lowBalance).to.equal(parseEther("0.05"));
    expect(chain.contracts.AttesterIdentityVerifier).to.match(/^0x/);
    const [sponsor] = sponsors;
    expect(sponsor?.budget).to.deep.equal({ perDay: parseEther("2"), perMonth: parseEther("20"), keylessPercent: 25 });
    const ruled = sponsor?.allowances.filter(({ only }) => only.organizers !== undefined) ?? [];
    expect(ruled.map(({ only }) => only)).to.deep.equal(ruled.map(() => ({ organizers: [7] })));
    expect(ruled.length).to.be.greaterThan(20);
    expect(sponsor?.allowances.some(({ selector }) => selector === "0x")).to.equal(true);
  });

  it("of a stadium takes thousands of large grants at once, and allows the same calls", () => {
    const plain = parseConfig(preset, "relay.yaml");
    const stadium = parseConfig(ticketing({ ...settings, preset: "stadium" }), "relay.yaml");
    expect(stadium.batches).to.include({ maxInFlight: 16, maxWaitMs: 250, pollMs: 100, bumpAfterSeconds: 60 });
    expect(stadium.requests).to.include({ queuedPerSender: 1_000, deadlineSeconds: 900 });
    // A hundred grants of the most rights of a call, as hex.
    expect(stadium.limits.bodyBytes).to.be.at.least(100 * 2 * 1_228 * 20);
    expect(stadium.limits.perKey).to.deep.equal({ points: 60_000, seconds: 60 });
    const [one, other] = [plain.sponsors[0], stadium.sponsors[0]];
    expect(other?.budget).to.deep.equal({ perDay: parseEther("40"), perMonth: parseEther("100"), keylessPercent: 25 });
    expect(other?.allowances).to.deep.equal(one?.allowances);
    expect({ ...stadium.chain, ...stadium.fees }).to.deep.equal({ ...plain.chain, ...plain.fees });
  });

  it("has rules for the hook of presales once its address is given", () => {
    const address = (digit: string) => `0x${digit.repeat(40)}` as const;
    const contracts = {
      GasRelayForwarder: address("1"),
      AgentRegistry: address("2"),
      EventRegistry: address("3"),
      EntryRightRegistry: address("4"),
      AttesterIdentityVerifier: address("5"),
      MerkleSaleHook: address("6"),
    };
    const rule = "\n      - { to: MerkleSaleHook, functions: [postList], only: { events: [7] } }";
    const text = ticketing({ ...settings, contracts }).replace("\n    allow:", `\n    allow:${rule}`);
    const [sponsor] = parseConfig(text, "relay.yaml").sponsors;
    expect(sponsor?.allowances[0]).to.deep.include({ to: address("6"), only: { events: [7] } });
    expect(mistakesOf(["\n    allow:", `\n    allow:${rule}`])).to.have.property("sponsors/0/allow/0/to");
  });

  it("reports every mistake at once, with its path and line", () => {
    const text = preset
      .replace("version: 1", "version: 2\nverison: 1")
      .replace("id: zepp", "id: Zepp Hall")
      .replace("2 ether", "half an ether")
      .replace("- cancel #", "- cancle #")
      .replace("organizers: [7]", "organizers: [0]");
    try {
      parseConfig(text, "relay.yaml");
      expect.fail("the file has mistakes");
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const lines = error.message.split("\n");
      expect(lines[0]).to.equal("6 mistakes in the configuration:");
      expect(error.mistakes.map(({ path }) => path).sort()).to.deep.equal([
        "sponsors/0/allow/1/functions/7",
        "sponsors/0/budget/perDay",
        "sponsors/0/id",
        "sponsors/0/organizers/0",
        "verison",
        "version",
      ]);
      for (const { line, path } of error.mistakes) {
        const last = path.split("/").at(-1) ?? "";
        expect(text.split("\n")[(line ?? 0) - 1]).to.match(/^\d+$/.test(last) ? /cancle|organizers/ : new RegExp(last));
      }
    }
  });

  const cases: readonly (readonly [what: string, path: string, message: RegExp, from: string, to: string])[] = [
    ["text that is not YAML", "", /./, "version: 1", "version: [1"],
    [
      "a password in the URL of a node, which would be logged",
      "chain/rpc/0",
      /password/,
      "http://127",
      "http://user:secret@127",
    ],
    ["a node's URL that is not a URL", "chain/rpc/0", /a URL/, "http://127.0.0.1:8545", "http://[::"],
    [
      "aliases that unfold into more than the memory holds",
      "",
      /[Aa]lias/,
      "version: 1",
      `version: 1\na0: &a0 [x, x]\n${Array.from({ length: 99 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join("\n")}`,
    ],
    ["a key twice", "", /unique/i, "version: 1", "version: 1\nversion: 1"],
    ["a missing setting", "chain/rpc", /^is missing/, '  rpc:\n    - "http://127.0.0.1:8545"\n', ""],
    ["an unknown setting", "fees/tip", /not known/, "fees:", "fees:\n  tip: 1 gwei"],
    ["a negative amount", "fees/lowBalance", /an amount/, "0.05 ether", "-0.05 ether"],
    ["too many decimals", "fees/maxFeePerGas", /an amount/, "50 gwei", "1.0000000001 gwei"],
    ["a day above its month", "sponsors/0/budget/perDay", /perMonth/, "2 ether", "20.1 ether"],
    [
      "a target that is not an address",
      "sponsors/0/allow/0/to",
      /must be an address/,
      "to: AgentRegistry",
      "to: Agents",
    ],
    ["a function of another contract", "sponsors/0/allow/0/functions/0", /no such/, "- register #", "- grant #"],
    ["a view", "sponsors/0/allow/0/functions/0", /changes nothing/, "- register #", "- teamCount #"],
    [
      "a rule that cannot hold",
      "sponsors/0/allow/2/functions/0",
      /names no organizer/,
      "        functions:\n          - register # 0x3ffbd47f\n      - to: EntryRightRegistry",
      "        only: { organizers: [7] }\n        functions:\n          - register # 0x3ffbd47f\n      - to: EntryRightRegistry",
    ],
    [
      "a sponsor that no caller can use",
      "sponsors/0",
      /no caller could/,
      `    keys:\n      - ${hashOfKey("a key")}\n`,
      "",
    ],
    ["an unhashed key", "sponsors/0/keys/0", /sha256/, `- ${hashOfKey("a key")}`, "- dk_zepp_secret"],
    [
      "a deadline beyond the longest",
      "requests/deadlineSeconds",
      /maxDeadline/,
      "admin:",
      "requests: { deadlineSeconds: 7200 }\nadmin:",
    ],
    [
      "an unknown fee model",
      "chains/0/fees",
      /one of ethereum, op-stack, arbitrum/,
      "admin:",
      "chains: [{ id: 10, fees: optimism }]\nadmin:",
    ],
    [
      "two chains of one id",
      "chains/1/id",
      /chain 10 is listed twice/,
      "admin:",
      "chains:\n  - { id: 10 }\n  - { id: 10, blockSeconds: 2 }\nadmin:",
    ],
    [
      "a share of more than everything",
      "sponsors/0/budget/keylessPercent",
      /from 1 to 100/,
      "perMonth: 20 ether",
      "perMonth: 20 ether, keylessPercent: 101",
    ],
    ["an unknown chain", "chain/contracts", /no deployment/, "id: 31337", "id: 424242"],
  ];
  for (const [what, path, message, from, to] of cases) {
    it(`refuses ${what}`, () => {
      const changes: Change[] = [[from, to]];
      if (path === "sponsors/0") changes.push(["organizers: [7]", "organizers: []"]);
      const mistakes = mistakesOf(...changes);
      expect(Object.keys(mistakes)).to.include(path);
      expect(mistakes[path]).to.match(message);
    });
  }

  it("keeps ids, keys and organizers apart", () => {
    const second = preset.slice(preset.indexOf("  - id: zepp"));
    const text = `${preset}${second}`;
    expect(() => parseConfig(text, "relay.yaml")).to.throw(
      ConfigError,
      /zepp is used twice.*is already a key of zepp.*organizer 7 is already paid for by zepp/s,
    );
  });

  it("requires webhooks over https, with a secret from the environment, of sponsors that exist", () => {
    const webhooks = (url: string, sponsor = "zepp") =>
      `${preset}webhooks:\n  endpoints:\n    - { id: one, url: "${url}", secretFrom: SECRET, sponsors: [${sponsor}] }\n`;
    const parse = (text: string, env: NodeJS.ProcessEnv = { SECRET: "s" }) => parseConfig(text, "relay.yaml", env);
    expect(parse(webhooks("https://zepp.example")).webhooks.endpoints).to.have.length(1);
    expect(() => parse(webhooks("http://zepp.example"))).to.throw(ConfigError, /must be https/);
    expect(() => parse(webhooks("https://zepp.example", "nobody"))).to.throw(
      ConfigError,
      /sponsor nobody does not exist/,
    );
    expect(() => parse(webhooks("https://zepp.example"), {})).to.throw(ConfigError, /has no SECRET/);
  });

  it("takes the database from the environment before the file", () => {
    const env = { DOORKEY_RELAY_DATABASE_URL: "postgres://elsewhere/relay" };
    expect(parseConfig(preset, "/etc/relay.yaml", env).database).to.deep.equal({ url: env.DOORKEY_RELAY_DATABASE_URL });
    expect(parseConfig(preset, "/etc/relay.yaml").database).to.deep.equal({ folder: "/etc/data" });
  });

  it("makes keys that cannot be guessed and hashes that reveal nothing", () => {
    const keys = Array.from({ length: 100 }, () => newApiKey("zepp"));
    expect(new Set(keys).size).to.equal(100);
    for (const key of keys) expect(key).to.match(/^dk_zepp_[\w-]{43}$/);
    expect(hashOfKey("dk_zepp_x")).to.match(/^sha256:[0-9a-f]{64}$/);
  });
});
