import { expect } from "chai";
import { inOrder } from "./inOrder.ts";

describe("inOrder", () => {
  it("puts items in the order of their keys, by code units, and leaves the list alone", () => {
    const items = ["b", "Z", "a", "é", "a-"].map((key) => ({ key }));
    expect(inOrder(items, ({ key }) => key).map(({ key }) => key)).to.deep.equal(["Z", "a", "a-", "b", "é"]);
    expect(items[0]?.key).to.equal("b");
  });

  it("leaves items of one key as they stand", () => {
    const items = [3, 1, 2].map((number) => ({ key: "one", number }));
    expect(inOrder(items, ({ key }) => key)).to.deep.equal(items);
  });
});
