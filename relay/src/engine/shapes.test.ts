import { expect } from "chai";
import type { RequestRow } from "../storage/tables.ts";
import { createShapes } from "./shapes.ts";

const MINUTES = 60_000;

/** So many rows that call one function of a contract. */
function rows(count: number, change: Partial<RequestRow> = {}): RequestRow[] {
  const row = { kind: "request", to_address: "0x11", selector: "0x12345678", ...change } as unknown as RequestRow;
  return Array.from({ length: count }, () => row);
}

describe("shapes of transactions", () => {
  it("keep an estimate for ten minutes", () => {
    let now = 5;
    const shapes = createShapes(() => now);
    expect(shapes.ratioOf(rows(1))).to.equal(undefined);
    shapes.remember(rows(1), 1.5);
    now += 10 * MINUTES - 1;
    expect(shapes.ratioOf(rows(1))).to.equal(1.5);
    now += 1;
    expect(shapes.ratioOf(rows(1))).to.equal(undefined);
    shapes.remember(rows(1), 2);
    expect(shapes.ratioOf(rows(1))).to.equal(2);
  });

  it("are kept by the clock of the process unless another one is given", () => {
    const shapes = createShapes();
    shapes.remember(rows(1), 1.5);
    expect(shapes.ratioOf(rows(1))).to.equal(1.5);
  });

  it("never let a transaction have less gas than the relay computes", () => {
    const shapes = createShapes(() => 0);
    shapes.remember(rows(1), 0.9);
    expect(shapes.ratioOf(rows(1))).to.equal(1);
  });

  it("are the functions that are called, in any order, and about how many calls there are", () => {
    const shapes = createShapes(() => 0);
    const other = { selector: "0x87654321" } as const;
    shapes.remember([...rows(3), ...rows(2, other)], 3);
    for (const same of [
      [...rows(2, other), ...rows(3)],
      [...rows(7), ...rows(1, other)],
    ]) {
      expect(shapes.ratioOf(same)).to.equal(3);
    }
    const different = [
      [...rows(3), ...rows(1, other)],
      [...rows(8), ...rows(1, other)],
      rows(5),
      [...rows(3), ...rows(2, { to_address: "0x22" })],
      [...rows(3, { kind: "act" }), ...rows(2, other)],
    ];
    for (const list of different) expect(shapes.ratioOf(list)).to.equal(undefined);
  });

  it("are forgotten when prices of gas may have changed", () => {
    const shapes = createShapes(() => 0);
    shapes.remember(rows(1), 1.5);
    shapes.forget();
    expect(shapes.ratioOf(rows(1))).to.equal(undefined);
  });

  it("are a thousand at most, and the one that was estimated longest ago goes first", () => {
    const shapes = createShapes(() => 0);
    const shape = (i: number) => rows(1, { selector: `0x${i}` });
    for (let i = 0; i < 1_000; i++) shapes.remember(shape(i), 2);
    shapes.remember(shape(0), 4);
    expect(shapes.ratioOf(shape(1))).to.equal(2);
    shapes.remember(shape(1_000), 2);
    expect([0, 1, 2, 1_000].map((i) => shapes.ratioOf(shape(i)))).to.deep.equal([4, undefined, 2, 2]);
  });
});
