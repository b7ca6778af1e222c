import { expect } from "chai";
import { allocateInOrder } from "./allocateInOrder.ts";

const allocated = (quantities: readonly number[], left: number) => {
  const { fitting, others } = allocateInOrder(
    quantities.map((quantity) => ({ quantity })),
    left,
  );
  return [fitting.map(({ quantity }) => quantity), others.map(({ quantity }) => quantity)];
};

describe("allocateInOrder", () => {
  it("gives the places to the first items that they are enough for", () => {
    expect(allocated([1, 2, 3], 6)).to.deep.equal([[1, 2, 3], []]);
    expect(allocated([1, 2, 3], 5)).to.deep.equal([[1, 2], [3]]);
    expect(allocated([4, 1, 1], 3)).to.deep.equal([[1, 1], [4]]);
    expect(allocated([2, 2, 1], 3)).to.deep.equal([[2, 1], [2]]);
  });

  it("gives nothing without places, or to no items", () => {
    expect(allocated([1, 2], 0)).to.deep.equal([[], [1, 2]]);
    expect(allocated([], 5)).to.deep.equal([[], []]);
  });
});
