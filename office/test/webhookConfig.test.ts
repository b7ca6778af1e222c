import { expect } from "chai";
import { ConfigError } from "doorkey-server";
import { parseConfig } from "../src/config/parseConfig.ts";
import { hashOfKey } from "../src/config/shopKey.ts";
import { starter } from "../src/config/starter.ts";

const SECRET = "a secret of 16..";
const BASE = starter({
  ...{ agent: 3, event: 7, document: undefined, rpc: "https://rpc.example", relay: undefined, relayKeyFrom: undefined },
  ...{ url: "https://tickets.shop.example/door", key: "agent.json" },
  shop: { id: "web", keyHash: hashOfKey("dk_web_a") },
});
const FIRST = "{ id: a, url: https://a.example/hook, secretFrom: HOOK, shop: web }";

/** The base with these endpoints, one a line. */
const textWith = (...endpoints: readonly string[]) =>
  `${BASE}webhooks:\n  endpoints:\n${endpoints.map((one) => `    - ${one}\n`).join("")}`;

function mistakesIn(text: string, env: NodeJS.ProcessEnv = { HOOK: SECRET }): string[] {
  try {
    parseConfig(text, "office.yaml", env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, line, message }) => `${line} ${path}: ${message}`);
  }
}

/** The line of the n-th endpoint. */
const lineOf = (n: number) => BASE.split("\n").length + 1 + n;

describe("the webhooks of a configuration", () => {
  it("have their secret from the environment, and are none if they are left out", () => {
    expect(parseConfig(BASE, "office.yaml").webhooks).to.deep.equal({ allowPrivateAddresses: false, endpoints: [] });
    const { endpoints } = parseConfig(textWith(FIRST), "office.yaml", { HOOK: SECRET }).webhooks;
    expect(endpoints).to.deep.equal([{ id: "a", url: "https://a.example/hook", secret: SECRET, shop: "web" }]);
  });

  for (const [what, second, message, env] of [
    ["a second one of a name", "{ id: a, url: https://b.example, secretFrom: HOOK }", "id: a is used twice"],
    [
      "http",
      "{ id: b, url: http://b.example, secretFrom: HOOK }",
      "url: must be https, unless webhooks/allowPrivateAddresses is true",
    ],
    ["no URL", '{ id: b, url: "https://", secretFrom: HOOK }', "url: must be a URL"],
    [
      "a password in the URL",
      "{ id: b, url: https://me:x@b.example, secretFrom: HOOK }",
      "url: must have no name and password, because they would get into logs",
    ],
    ["no secret", "{ id: b, url: https://b.example, secretFrom: NONE }", "secretFrom: the environment has no NONE"],
    [
      "a short secret",
      "{ id: b, url: https://b.example, secretFrom: SHORT }",
      "secretFrom: SHORT must have at least 16 characters",
      { HOOK: SECRET, SHORT: "x".repeat(15) },
    ],
    [
      "a shop that is not there",
      "{ id: b, url: https://b.example, secretFrom: HOOK, shop: other }",
      "shop: shop other does not exist",
    ],
  ] as const) {
    it(`name the line of ${what}`, () => {
      expect(mistakesIn(textWith(FIRST, second), env)).to.deep.equal([`${lineOf(2)} webhooks/endpoints/1/${message}`]);
    });
  }

  it("may use http to private addresses if the operator says so", () => {
    const text = textWith("{ id: b, url: http://10.0.0.1/hook, secretFrom: HOOK }");
    expect(mistakesIn(text.replace("\nwebhooks:\n", "\nwebhooks:\n  allowPrivateAddresses: true\n"))).to.deep.equal([]);
  });
});
