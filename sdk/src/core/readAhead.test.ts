import { expect } from "chai";
import { readAhead } from "./readAhead.ts";

describe("readAhead", () => {
  it("gives the results in the order of the items, and begins a few before their turn", async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      // Later items end first.
      for (let turn = item; turn < 6; turn++) await undefined;
      return item * item;
    };
    const aheads: number[] = [];
    const found: (readonly [number, number])[] = [];
    for await (const one of readAhead([1, 2, 3, 4, 5], 3, work)) {
      found.push(one);
      aheads.push(begun.length);
    }
    expect(found).to.deep.equal([1, 2, 3, 4, 5].map((item) => [item, item * item]));
    expect(aheads).to.deep.equal([3, 4, 5, 5, 5]);
    expect(begun).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it("throws a failure at its turn, after what came before", async () => {
    const found: number[] = [];
    const failing = async (item: number) => {
      if (item > 1) throw new Error(`item ${item}`);
      return item;
    };
    const error = await (async () => {
      for await (const [item] of readAhead([1, 2, 3], 3, failing)) found.push(item);
    })().catch((failure: unknown) => failure);
    expect([found, String(error)]).to.deep.equal([[1], "Error: item 2"]);
  });

  it("gives nothing for nothing", async () => {
    for await (const _ of readAhead([], 3, async () => 1)) expect.fail();
  });
});
