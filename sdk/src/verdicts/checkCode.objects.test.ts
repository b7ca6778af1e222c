import { expect } from "chai";
import fc from "fast-check";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { RELYING_PARTY } from "../../test/helpers/softPasskey.ts";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import type { EntryCode } from "../codes/codeText.ts";
import { entryCode } from "../codes/entryCode.ts";
import type { Address } from "../core/Hex.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { checkCode } from "./checkCode.ts";
import { parseCode } from "./parseCode.ts";
import { sentenceFor } from "./sentenceFor.ts";
import type { Refused, Verdict } from "./Verdict.ts";

const NOW = DOORS_OPEN + 60;
const KINDS: readonly KeyKind[] = ["secp256k1", "p256", "passkey"];

describe("checkCode of an object", () => {
  const codes = new Map<KeyKind, EntryCode>();
  const holders: Address[] = [];
  before(async () => {
    for (const kind of KINDS) {
      const key = await keyOf(kind);
      const { text } = await entryCode(key, passOf(key, { index: holders.length, count: 1 }), { clock: clockAt(NOW) });
      const code = parseCode(text);
      if (code.status === "parsed") codes.set(kind, code);
      holders.push(key.address);
    }
  });

  const decide = (given: unknown): Verdict =>
    checkCode(given as EntryCode, {
      manifest: manifestOf(batchOf(holders)),
      admitted: new Map(),
      now: NOW,
      lane: 1,
      policy: { passkeys: [RELYING_PARTY] },
    });
  const goodOf = (kind: KeyKind) => codes.get(kind) as EntryCode;

  it("admits what parseCode returned", () => {
    for (const kind of KINDS) expect(decide(goodOf(kind)).status, kind).to.equal("admit");
  });

  it("asks for the owner of a passkey that says that it did not check them", () => {
    const { proof, ...code } = goodOf("passkey");
    const flagsOf = (flags: number) => decide({ ...code, proof: { ...proof, flags } });
    // Bit 0 says that a person was there, bit 2 that it was the owner.
    expect(flagsOf(0x01)).to.deep.equal({ status: "refuse", reason: "passkey-refused", why: "unverified" });
    expect(flagsOf(0x05).status).to.equal("admit");
  });

  const NUMBERS = [
    -1,
    0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 32,
    2 ** 53,
    1e300,
    "1",
    1n,
    null,
    undefined,
    [],
    {},
  ];
  const TEXTS = ["", "0x", "0x0", "0xzz", `0x${"00".repeat(300)}`, 7, null, undefined, {}, [], true];
  const wrong: Record<string, readonly unknown[]> = {
    count: [0, 9, 255, 256, ...NUMBERS],
    serial: NUMBERS,
    issuedAt: NUMBERS,
    eventTag: TEXTS,
    challenge: TEXTS,
    proof: [null, undefined, "p256", [], {}, { kind: "p256" }, { kind: "other" }, { kind: "__proto__" }],
    status: ["", "admit", null, undefined, 1],
  };
  for (const [field, values] of Object.entries(wrong)) {
    it(`refuses a wrong ${field}, with its reason`, () => {
      for (const value of values) {
        const verdict = decide({ ...goodOf("secp256k1"), [field]: value });
        expect(verdict, `${field}: ${String(value)}`).to.include({ status: "refuse", reason: "not-a-code" });
        const problem = verdict.reason === "not-a-code" ? verdict.problem : undefined;
        const named = ["count", "serial", "challenge"].includes(field) ? field : "form";
        if (field !== "proof") expect(problem, String(value)).to.equal(named);
        expect(sentenceFor(verdict)).to.contain("Not an entry code");
      }
    });
  }

  const wrongProof: [string, readonly unknown[], string][] = [
    ["recovery", [4, 255, ...NUMBERS], "kind"],
    ["rs", TEXTS, "form"],
    ["flags", [256, ...NUMBERS], "form"],
    ["signCount", NUMBERS, "signCount"],
    ["clientTail", TEXTS.filter((value) => value !== "0x"), "tail"],
  ];
  for (const [field, values, problem] of wrongProof) {
    it(`refuses a wrong ${field} of a passkey, with its reason`, () => {
      const { proof, ...rest } = goodOf("passkey");
      for (const value of values) {
        const verdict = decide({ ...rest, proof: { ...proof, [field]: value } });
        expect(verdict, String(value)).to.deep.equal({ status: "refuse", reason: "not-a-code", problem });
      }
    });
  }

  it("refuses values that are no objects, and refusals that parseCode never returns", () => {
    const others = [null, undefined, 7, Number.NaN, true, 1n, Symbol("code"), [], () => 1, { status: "refuse" }];
    for (const other of [
      ...others,
      { status: "refuse", reason: "valid" },
      { status: "refuse", reason: "already-in" },
    ]) {
      expect(decide(other)).to.deep.equal({ status: "refuse", reason: "not-a-code", problem: "form" });
    }
    const refused: Refused = { status: "refuse", reason: "scanner-layout" };
    expect(decide(refused)).to.equal(refused);
    expect(parseCode(7 as never)).to.deep.equal({ status: "refuse", reason: "not-a-code", problem: "form" });
  });

  it("decides on any object, and admits none that the holder did not sign", () => {
    const value = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: true });
    const changed = fc
      .tuple(fc.constantFrom(...KINDS), fc.constantFrom(...Object.keys(wrong)), value)
      .map(([kind, field, other]) => [kind, field, other] as const);
    fc.assert(
      fc.property(changed, value, ([kind, field, other], alone) => {
        const good = goodOf(kind);
        const verdict = decide({ ...good, [field]: other });
        if (other !== good[field as keyof EntryCode]) expect(verdict.status).to.equal("refuse");
        for (const one of [verdict, decide(alone)]) expect(sentenceFor(one)).to.match(/\.$/);
      }),
      { numRuns: RUNS },
    );
  });
});
