import { expect } from "chai";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { type Change, changedPreset as changed, mistakesIn, preset } from "../helpers/presetConfig.ts";

const SIGNER = '- keystore: "keys/signer-1.json"';
const GOOGLE = "projects/p/locations/europe-west1/keyRings/r/cryptoKeys/k/cryptoKeyVersions/3";

describe("what an operator configures", () => {
  type Case = readonly [what: string, path: string, message: RegExp, line: RegExp, ...changes: Change[]];
  const cases: readonly Case[] = [
    [
      "rows that live shorter than the longest deadline",
      "retention/days",
      /at least 7/,
      /days: 6/,
      ["days: 90", "days: 6"],
      ["admin:", "requests: { maxDeadlineSeconds: 604800 }\nadmin:"],
    ],
    ["an unknown setting of the retention", "retention/hours", /not known/, /hours/, ["days: 90", "hours: 90"]],
    ["a retention of no days", "retention/days", /from 1 to 3650/, /days: 0/, ["days: 90", "days: 0"]],
    ["a retention in words", "retention/days", /from 1 to 3650/, /a year/, ["days: 90", "days: a year"]],
    [
      "a signer of two kinds",
      "signers/0",
      /exactly one/,
      /awsKms/,
      [SIGNER, "- { keystore: a.json, awsKms: { keyId: k } }"],
    ],
    ["a signer of no kind", "signers/0", /exactly one/, /- \{\}/, [SIGNER, "- {}"]],
    [
      "a signer twice",
      "signers/1/keystore",
      /already/,
      /\.\/keys/,
      [SIGNER, `${SIGNER}\n  - keystore: "./keys/signer-1.json"`],
    ],
    [
      "an AWS key without an id",
      "signers/0/awsKms/keyId",
      /is missing/,
      /region/,
      [SIGNER, "- awsKms: { region: eu-central-1 }"],
    ],
    [
      "an AWS key's id with blanks",
      "signers/0/awsKms/keyId",
      /id, ARN or alias/,
      /my key/,
      [SIGNER, "- awsKms: { keyId: my key }"],
    ],
    [
      "an AWS region that is none",
      "signers/0/awsKms/region",
      /eu-central-1/,
      /Frankfurt/,
      [SIGNER, "- awsKms: { keyId: alias/relay, region: Frankfurt }"],
    ],
    [
      "a Google key without its version",
      "signers/0/googleKms/key",
      /cryptoKeyVersions/,
      /googleKms/,
      [SIGNER, "- googleKms: { key: projects/p/locations/l/keyRings/r/cryptoKeys/k }"],
    ],
    [
      "a session of a minute",
      "admin/sessionMinutes",
      /from 5 to 1440/,
      /sessionMinutes/,
      ["admin:", "admin:\n  sessionMinutes: 1"],
    ],
    [
      "a head that may be a second old",
      "chain/maxHeadAgeSeconds",
      /from 5 to 86400/,
      /maxHeadAge/,
      ["  confirmations:", "  maxHeadAgeSeconds: 1\n  confirmations:"],
    ],
    [
      "one port for calls and metrics",
      "server/metricsPort",
      /differ/,
      /metricsPort/,
      ["admin:", "server: { port: 8000, metricsPort: 8000 }\nadmin:"],
    ],
  ];
  for (const [what, path, message, line, ...changes] of cases) {
    it(`must not be ${what}, and the mistake has its line`, () => {
      const text = changed(...changes);
      const mistake = mistakesIn(text).find((one) => one.path === path);
      expect(mistake?.message).to.match(message);
      expect(text.split("\n")[(mistake?.line ?? 0) - 1]).to.match(line);
    });
  }

  it("may keep rows exactly as long as the longest deadline, and not a day less", () => {
    const longest = ["admin:", "requests: { maxDeadlineSeconds: 172801 }\nadmin:"] as const;
    expect(mistakesIn(changed(["days: 90", "days: 3"], longest))).to.deep.equal([]);
    expect(mistakesIn(changed(["days: 90", "days: 2"], longest)).map(({ path }) => path)).to.deep.equal([
      "retention/days",
    ]);
    const exactly = ["admin:", "requests: { maxDeadlineSeconds: 172800 }\nadmin:"] as const;
    expect(mistakesIn(changed(["days: 90", "days: 2"], exactly))).to.deep.equal([]);
  });

  it("may be keys of two key services", () => {
    const keys = `- awsKms: { keyId: alias/relay, region: eu-central-1 }\n  - googleKms: { key: ${GOOGLE} }`;
    expect(parseConfig(changed([SIGNER, keys]), "relay.yaml").signers).to.deep.equal([
      { kind: "awsKms", keyId: "alias/relay", region: "eu-central-1" },
      { kind: "googleKms", key: GOOGLE },
    ]);
  });

  it("has ports from the environment before the file, and refuses what is no port", () => {
    const env = { DOORKEY_RELAY_PORT: "0", DOORKEY_RELAY_METRICS_PORT: "65535", DOORKEY_RELAY_HOST: "0.0.0.0" };
    expect(parseConfig(preset, "relay.yaml", env).server).to.include({ port: 0, metricsPort: 65_535, host: "0.0.0.0" });
    for (const port of ["65536", "-1", "8787x", "", "08787", "1e3"]) {
      const [mistake] = mistakesIn(preset, { DOORKEY_RELAY_PORT: port });
      expect(mistake?.message, port).to.match(/^DOORKEY_RELAY_PORT of the environment/);
    }
  });

  it("limits the age of the head to two minutes, but not on a local chain", () => {
    const ageOf = (...changes: Change[]) => parseConfig(changed(...changes), "relay.yaml").chain.maxHeadAgeSeconds;
    expect(ageOf()).to.equal(undefined);
    expect(ageOf(["  confirmations:", "  maxHeadAgeSeconds: 30\n  confirmations:"])).to.equal(30);
    const { contracts } = parseConfig(preset, "relay.yaml").chain;
    const lines = Object.entries(contracts).map(([name, address]) => `    ${name}: "${address}"\n`);
    const elsewhere = ["  confirmations:", `  contracts:\n${lines.join("")}  confirmations:`] as const;
    expect(ageOf(["id: 31337", "id: 1"], elsewhere)).to.equal(120);
  });
});
