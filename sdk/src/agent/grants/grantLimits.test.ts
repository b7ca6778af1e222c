import { expect } from "chai";
import { strangerAt } from "../../../test/helpers/acts.ts";
import type { Hex } from "../../core/Hex.ts";
import type { GrantItem } from "./GrantItem.ts";
import { countFitting } from "./grantLimits.ts";

const ITEM: GrantItem = { holder: strangerAt(1), quantity: 1, seats: [], evidence: [] };
const bytes = (count: number): Hex => `0x${"00".repeat(count)}`;
const many = (count: number, change: (i: number) => Partial<GrantItem>): GrantItem[] =>
  Array.from({ length: count }, (_, i) => ({ ...ITEM, ...change(i) }));

describe("countFitting", () => {
  it("counts the bytes of records and evidence up to 90,000", () => {
    // A record has 23 bytes, and evidence 96 more than its own.
    const half = 45_000 - 23 - 96;
    const evidenceOf = (...counts: readonly number[]) =>
      many(counts.length, (i) => ({ evidence: [bytes(counts[i] ?? 0)] }));
    expect(countFitting(evidenceOf(half, half))).to.equal(2);
    expect(countFitting(evidenceOf(half, half + 1))).to.equal(1);
    const three = { quantity: 3, evidence: [bytes(0), bytes(0), bytes(0)] };
    expect(countFitting([...evidenceOf(90_000 - 4 * 23 - 4 * 96), { ...ITEM, ...three }])).to.equal(2);
    expect(countFitting([...evidenceOf(90_000 - 4 * 23 - 4 * 96 + 1), { ...ITEM, ...three }])).to.equal(1);
  });

  it("counts the gas of persons up to 11,000,000", () => {
    const tagged = many(201, () => ({ evidence: [bytes(1)] }));
    expect(countFitting(tagged.slice(1))).to.equal(200);
    expect(countFitting(tagged)).to.equal(200);
    expect(countFitting(many(26, () => ({ quantity: 8, evidence: Array(8).fill(bytes(1)) })))).to.equal(25);
  });

  it("counts a word for each seat that is not in the word of the seat before", () => {
    // 388 rights, each in a word of its own, have 10,980,400 gas; with 19,600 left, three rights fit into the last word.
    const apart = many(388, (i) => ({ seats: [128 * i] }));
    const within = (...seats: readonly number[]) => seats.map((seat) => ({ ...ITEM, seats: [seat] }));
    expect(countFitting([...apart, ...within(128 * 387 + 1, 128 * 387 + 2, 128 * 387 + 127)])).to.equal(391);
    expect(countFitting([...apart, ...within(128 * 387 + 1, 128 * 388)])).to.equal(389);
    expect(countFitting([...apart, ...within(...[1, 2, 3, 4].map((i) => 128 * 387 + i))])).to.equal(391);
  });

  it("counts words within an item, and to the last seat of the item before", () => {
    // 194 pairs in two words each have 10,980,400 gas.
    const pairs = many(194, (i) => ({ quantity: 2, seats: [256 * i, 256 * i + 128] }));
    expect(countFitting(pairs)).to.equal(194);
    const next = (seat: number) => ({ ...ITEM, seats: [seat] });
    expect(countFitting([...pairs, next(256 * 193 + 129)])).to.equal(195);
    expect(countFitting([...pairs, next(256 * 193 + 1)])).to.equal(194);
  });

  it("counts the rights of each item up to those that one store has room for", () => {
    expect(countFitting(many(1_229, () => ({})))).to.equal(1_228);
    expect(countFitting(many(154, () => ({ quantity: 8 })))).to.equal(153);
    expect(countFitting(many(1_069, (i) => ({ seats: [i] })))).to.equal(1_068);
  });

  it("gives one item at least, and all if they fit", () => {
    expect(countFitting(many(2, () => ({ evidence: [bytes(100_000)] })))).to.equal(1);
    expect(countFitting(many(3, () => ({})))).to.equal(3);
    expect(countFitting([])).to.equal(0);
  });
});
