import { expect } from "chai";
import { ConfigError } from "doorkey-server";
import { parseConfig } from "../src/config/parseConfig.ts";
import { type Starter, starter } from "../src/config/starter.ts";
import { hashOfPin } from "../src/keys/pin.ts";

describe("the configuration", () => {
  let base: Starter;
  before(async () => {
    base = {
      ...{ event: 7, rpc: "http://127.0.0.1:8545", relay: undefined, name: undefined, tls: undefined },
      ...{ lanes: ["North", "South"], scanner: "keys/scanner.json", desk: undefined },
      supervisorPin: await hashOfPin("123456"),
    };
  });

  /** What is wrong with the starter after a change, as `line path: message`. */
  function mistakes(
    change: (text: string) => string,
    more: Partial<Starter> = {},
    env: NodeJS.ProcessEnv = {},
  ): string[] {
    try {
      parseConfig(change(starter({ ...base, ...more })), "gate.yaml", env);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.mistakes.map(({ line, path, message }) => `${line ?? "-"} ${path}: ${message}`);
    }
  }

  it("is what `init` writes, with and without a certificate", () => {
    const alone = parseConfig(starter(base), "/etc/doorkey/gate.yaml");
    expect(alone.server).to.deep.equal({ host: "127.0.0.1", port: 8443, operatorPort: 8444, name: "localhost" });
    expect(alone.data).to.equal("/etc/doorkey/data");
    const venue = { name: "gate-hub.organizer.example", tls: { cert: "chain.pem", key: "key.pem" } };
    const config = parseConfig(
      starter({ ...base, ...venue, relay: "https://relay.example" }),
      "/etc/doorkey/gate.yaml",
    );
    expect(config.server).to.include({ host: "::", name: venue.name });
    expect(config.tls).to.deep.equal({ cert: "/etc/doorkey/chain.pem", key: "/etc/doorkey/key.pem" });
    expect(config.relay).to.deep.equal({ url: "https://relay.example", key: undefined });
    expect(config.policy).to.include({ alone: "accept", reentry: "none", challenge: "never", againSeconds: 20 });
    expect(config.settle).to.deep.equal({ when: "prompt", undoSeconds: 60 });
  });

  it("names each mistake by its line, all at once", () => {
    const found = mistakes((text) =>
      text
        .replace("event: 7", "event: zero")
        .replace("alone: accept", "alone: maybe")
        .replace("undoSeconds: 60", "undoSeconds: 9000")
        .replace("zones: []", "zoness: []"),
    );
    expect(found).to.have.length(4);
    const lines = starter(base).split("\n");
    for (const word of ["event:", "alone:", "undoSeconds:", "zones:"]) {
      const line = lines.findIndex((text) => text.trim().startsWith(word)) + 1;
      expect(
        found.some((mistake) => mistake.startsWith(`${line} `)),
        `${word} at ${line} in ${found}`,
      ).to.equal(true);
    }
  });

  const contradictions: readonly [string, (text: string) => string, RegExp][] = [
    ["two lanes of one number", (text) => text.replace("number: 2", "number: 1"), /lanes\/1\/number: 1 is used twice/],
    ["two lanes of one name", (text) => text.replace('"South"', '"North"'), /lanes\/1\/name: North is used twice/],
    [
      "a foreign address without a certificate",
      (text) => text.replace("port: 8443", "port: 8443\n  host: 0.0.0.0"),
      /server\/host: must be 127\.0\.0\.1.*no camera, no keys and no service worker/,
    ],
    ["a certificate without a name", (text) => text.replace("# tls: {", "tls: {"), /server\/name: is missing/],
    [
      "a password in a node's address",
      (text) => text.replace("http://127", "http://me:secret@127"),
      /chain\/rpc\/0: must have no name and password/,
    ],
    [
      "a key of the relay that the environment lacks",
      (text) =>
        text.replace(
          "# relay: { url: https://relay.example }",
          "relay: { url: https://relay.example, keyFrom: NO_SUCH_KEY }",
        ),
      /relay\/keyFrom: the environment has no NO_SUCH_KEY/,
    ],
    [
      "passkeys of a foreign domain",
      (text) => text.replace("passkeys: []", "passkeys: [{ origin: https://a.example, domain: b.example }]"),
      /passkeys\/0\/domain: passkeys that were made on a\.example cannot belong to b\.example/,
    ],
    [
      "two zones of one name",
      (text) => text.replace("zones: []", "zones: [Bar, Bar]"),
      /policy\/zones\/1: Bar is used twice/,
    ],
    [
      "a PIN in plain text",
      (text) => text.replace(/supervisorPin: .*/, "supervisorPin: 123456"),
      /supervisorPin: must be/,
    ],
    ["a key that is given twice", (text) => text.replace("data: data", "data: data\ndata: other"), /unique/i],
    ["no YAML", () => "lanes: [", /./],
    ["an empty file", () => "", /event: is missing/],
  ];
  for (const [what, change, sentence] of contradictions) {
    it(`refuses ${what}`, () => expect(mistakes(change).join("\n")).to.match(sentence));
  }

  it("never quotes a password of an address", () => {
    const found = mistakes((text) => text.replace("http://127", "http://me:secret@127")).join("\n");
    expect(found).not.to.contain("secret");
  });
});
