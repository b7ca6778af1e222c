import { expect } from "chai";
import { ConfigError } from "doorkey-server";
import { parseConfig } from "../src/config/parseConfig.ts";
import { hashOfKey } from "../src/config/shopKey.ts";
import { starter } from "../src/config/starter.ts";

const TEXT = starter({
  ...{ agent: 3, event: 7, document: "event.json", rpc: "https://rpc.example", relay: "https://relay.example" },
  ...{ relayKeyFrom: "RELAY_KEY", url: "https://tickets.shop.example/door/", key: "keys/agent.json" },
  shop: { id: "web", keyHash: hashOfKey("dk_web_a") },
});

const ENV = { RELAY_KEY: "dk_hall_a" };

function mistakesIn(text: string, env: NodeJS.ProcessEnv = ENV): string[] {
  try {
    parseConfig(text, "office.yaml", env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, line, message }) => `${line} ${path}: ${message}`);
  }
}

const lineOf = (part: string) => TEXT.split("\n").findIndex((line) => line.includes(part)) + 1;

describe("the configuration of an office", () => {
  it("is what `init` writes, with defaults for what is left out", () => {
    const config = parseConfig(TEXT, "/etc/doorkey/office.yaml", ENV);
    expect(config).to.deep.include({
      ...{ agent: 3, url: "https://tickets.shop.example/door", sites: ["tickets.shop.example"] },
      ...{ relay: { url: "https://relay.example", key: "dk_hall_a" }, rpc: ["https://rpc.example"] },
      server: { host: "127.0.0.1", port: 8480, operatorPort: 8481 },
      events: [{ id: 7, document: "/etc/doorkey/event.json" }],
      keys: { agent: "/etc/doorkey/keys/agent.json" },
      data: "/etc/doorkey/data",
    });
    expect(config.walletPort).to.equal(undefined);
    expect(config.persons).to.equal(undefined);
  });

  const refusals: [what: string, from: string | RegExp, to: string, message: string][] = [
    ["an unknown key", "agent: 3", "agent: 3\nagents: 4", "agents: is not known here"],
    ["an id that is none", "agent: 3", "agent: 0", "agent: must be the agent's id"],
    ["an address over plain http", "https://tickets", "http://tickets", "server/url: must begin with https:"],
    ["a query in the address", "/door/", "/door?a=b", "server/url: must be the https address of the seller's routes"],
    ["a password in an address", "https://rpc.", "https://a:b@rpc.", "chain/rpc/0: must have no name and password"],
    ["a key that is not hashed", /sha256:[0-9a-f]{64}/, "dk_web_a", "shops/0/keyHash: must be what"],
    ["an event twice", / {2}- \{ id: 7.*\n/, "  - { id: 7 }\n  - { id: 7 }\n", "events/1/id: 7 is used twice"],
    [
      "no time for buyers",
      "keepMinutes: 15",
      "keepMinutes: 0",
      "sales/keepMinutes: must be a whole number from 1 to 1440",
    ],
  ];
  for (const [what, from, to, message] of refusals) {
    it(`refuses ${what}, and names the line`, () => {
      const [first = "", ...more] = mistakesIn(TEXT.replace(from, to));
      expect(more).to.deep.equal([]);
      expect(first).to.match(/^\d+ /);
      expect(first.replace(/^\d+ /, "")).to.satisfy((said: string) => said.startsWith(message), first);
    });
  }

  it("takes plain http on this machine alone", () => {
    expect(mistakesIn(TEXT.replace("https://tickets.shop.example", "http://localhost:8480"))).to.deep.equal([]);
  });

  it("names a variable that the environment does not have", () => {
    expect(mistakesIn(TEXT, {})).to.deep.equal([
      `${lineOf("relay: {")} relay/keyFrom: the environment has no RELAY_KEY`,
    ]);
  });

  it("names every mistake at once", () => {
    const text = TEXT.replace("agent: 3", "agent: x").replace("port: 8480", "port: 99999");
    expect(mistakesIn(text).map((one) => one.split(":")[0])).to.deep.equal([
      `${lineOf("agent: 3")} agent`,
      `${lineOf("port: 8480")} server/port`,
    ]);
  });
});
