import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { ids } from "../../../vectors/read.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { Address } from "../core/Hex.ts";
import { destroyEventKey, newEventKey } from "./eventKey.ts";
import { scopeHash } from "./IdentityScope.ts";
import { type IdentityDocument, personTag } from "./personTag.ts";

const SCOPE = { chainId: 31337, rightsRegistry: "0x00000000000000000000000000000000D00Dcafe", eventId: 7 } as const;
const KEY = new Uint8Array(32).fill(7);
const DOCUMENT: IdentityDocument = { type: "passport", country: "JPN", number: "AB123456" };
const tagOf = (change: Partial<IdentityDocument>, scope = SCOPE, key = KEY) =>
  personTag({ scope, document: { ...DOCUMENT, ...change } }, key);

const field = fc.constantFrom("type", "country", "number");

/** Everything in the error for a document, except the lines of code in its stack. */
function refusalOf(change: Partial<IdentityDocument>): string {
  try {
    return tagOf(change);
  } catch (error) {
    if (!isDoorkeyError(error, "VALUE_INVALID")) throw error;
    const { stack = "" } = error;
    return inspect([error.message, Object.entries(error), error.cause, stack.slice(0, stack.indexOf("\n    at "))]);
  }
}

describe("personTag", () => {
  it("equals Node's HMAC of the same bytes", () => {
    const field = (text: string) => Buffer.from([0, text.length, ...Buffer.from(text)]);
    const bytes = Buffer.concat([
      Buffer.from("doorkey person tag 1"),
      Buffer.from(scopeHash(SCOPE).slice(2), "hex"),
      ...["PASSPORT", "JPN", "AB123456"].map(field),
    ]);
    expect(tagOf({})).to.equal(`0x${createHmac("sha256", KEY).update(bytes).digest("hex")}`);
  });

  it("uses the same scope as the contracts", () => {
    for (const { chainId, entryRights, scopeEvent, scope } of ids().scopes) {
      const rightsRegistry = entryRights as Address;
      expect(scopeHash({ chainId: Number(chainId), rightsRegistry, eventId: Number(scopeEvent) })).to.equal(scope);
    }
    expect(ids().scopes.length).to.be.greaterThan(1);
  });

  for (const same of [
    { number: "ab-123 456" },
    { number: "ＡＢ１２３４５６" },
    { number: " AB‐123‑456​ " },
    { number: "AB–12—34\t56\u00ad" },
    { type: "Pass port", country: "jpn" },
    { type: "PASS-PORT", country: "ｊｐｎ" },
  ]) {
    it(`is the same for ${JSON.stringify(same)}`, () => expect(tagOf(same)).to.equal(tagOf({})));
  }

  it("differs for another document, scope or key, and for the same letters in other fields", () => {
    const tags = [
      tagOf({}),
      tagOf({ number: "AB123457" }),
      tagOf({ country: "VNM" }),
      tagOf({ type: "id card" }),
      tagOf({ type: "passportJ", country: "PNA", number: "B123456" }),
      tagOf({}, { ...SCOPE, eventId: 8 } as never),
      tagOf({}, { ...SCOPE, chainId: 1 } as never),
      tagOf({}, SCOPE, new Uint8Array(32).fill(8)),
    ];
    expect(new Set(tags).size).to.equal(tags.length);
  });

  it("needs a key that was not destroyed", () => {
    const key = newEventKey();
    expect(newEventKey()).to.not.deep.equal(key);
    const before = tagOf({}, SCOPE, key as never);
    expect(before).to.match(/^0x[0-9a-f]{64}$/);
    destroyEventKey(key);
    for (const bad of [key, KEY.subarray(1), "secret"]) {
      expect(() => tagOf({}, SCOPE, bad as never))
        .to.throw()
        .with.property("code", "EVENT_KEY_INVALID");
    }
  });

  it("reveals nothing about document or key: its error is always the same, and it logs nothing", () => {
    const said: unknown[] = [];
    const methods = ["log", "info", "warn", "error", "debug"] as const;
    const before = methods.map((method) => console[method]);
    for (const method of methods) console[method] = (...args: unknown[]) => void said.push(args);
    try {
      fc.assert(
        fc.property(fc.string({ maxLength: 90, unit: "grapheme" }), field, (text, name) => {
          // Refused for its question mark, for any text before it.
          return refusalOf({ [name]: `${text}?` }) === refusalOf({ [name]: "?" });
        }),
        { numRuns: RUNS },
      );
    } finally {
      for (const [i, method] of methods.entries()) console[method] = before[i] as never;
    }
    expect(said).to.deep.equal([]);
    expect(refusalOf({ number: "?" })).to.contain("document.number must be 1 to 64 letters and digits.");
  });

  for (const bad of [
    { number: "" },
    { number: "- -" },
    { number: "A".repeat(65) },
    { number: 12 },
    { country: "JP" },
    { country: "D" },
    { type: "" },
  ]) {
    it(`refuses ${JSON.stringify(bad)}`, () => {
      expect(() => tagOf(bad as never))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    });
  }
});
