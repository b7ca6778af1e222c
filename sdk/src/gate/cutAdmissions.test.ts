import { expect } from "chai";
import { NO_CHALLENGE, packEntry } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import { cutAdmissions } from "./cutAdmissions.ts";

const entryOf = (count: number) =>
  packEntry({ rightId: 1n, count, issuedAt: 1, challenge: NO_CHALLENGE, scannedAt: 1, lane: 1 });
const zeros = (bytes: number) => "00".repeat(bytes);

/** Signatures of each form, by the kind of the key that makes them. */
const SIGNATURES: Readonly<Record<string, Hex>> = {
  secp256k1: `0x00${zeros(65)}`,
  p256: `0x01${zeros(128)}`,
  passkey: `0x02${zeros(128)}0025${zeros(37)}0080${zeros(128)}`,
  "no key": `0x${zeros(298)}`,
};

const sizes = (admissions: readonly Admission[]) => cutAdmissions(admissions).map((batch) => batch.length);
const many = (count: number, signature: Hex, rights = 1): Admission[] =>
  Array(count).fill({ entry: entryOf(rights), signature });

describe("cutAdmissions", () => {
  // 8,000,000 gas by 34,000, 46,520 and 88,280 for one right, and by 84,000 more for each of seven further ones.
  const most: readonly [keyof typeof SIGNATURES, number, number][] = [
    ["secp256k1", 235, 67],
    ["p256", 171, 61],
    ["passkey", 90, 46],
    ["no key", 90, 46],
  ];
  for (const [kind, ofOne, ofEight] of most) {
    const signature = SIGNATURES[kind] as Hex;

    it(`fills calls with as many entries of ${kind} as half of a transaction's gas pays for`, () => {
      expect(sizes(many(ofOne, signature))).to.deep.equal([ofOne]);
      expect(sizes(many(2 * ofOne + 1, signature))).to.deep.equal([ofOne, ofOne, 1]);
    });

    it(`puts fewer entries of ${kind} for eight rights in a call, and no fewer for more than eight`, () => {
      expect(sizes(many(ofEight + 1, signature, 8))).to.deep.equal([ofEight, 1]);
      expect(sizes(many(ofEight + 1, signature, 255))).to.deep.equal([ofEight, 1]);
      expect(sizes(many(ofOne + 1, signature, 0)), "an entry for no right").to.deep.equal([ofOne, 1]);
    });
  }

  it("puts at most 48,000 bytes in a call", () => {
    const long = (bytes: number): Admission => ({ entry: entryOf(1), signature: `0x${zeros(bytes - 34)}` });
    expect(sizes([long(24_000), long(24_000), long(40)])).to.deep.equal([2, 1]);
    expect(sizes([long(24_000), long(24_001), long(40)])).to.deep.equal([1, 2]);
    expect(sizes([long(48_001)]), "one alone is sent all the same").to.deep.equal([1]);
  });

  it("keeps the order, loses none, and makes no call for none", () => {
    const mixed = Array.from({ length: 500 }, (_, i): Admission => {
      const signature = Object.values(SIGNATURES)[i % 4] as Hex;
      return { entry: entryOf(1 + (i % 8)) + (BigInt(i) << 192n), signature };
    });
    const calls = cutAdmissions(mixed);
    expect(calls.length).to.be.greaterThan(2);
    expect(calls.flat()).to.deep.equal(mixed);
    expect(cutAdmissions([])).to.deep.equal([]);
  });
});
