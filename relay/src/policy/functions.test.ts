import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import { factsOf } from "./functions.ts";

const { EntryRightRegistry: rights } = interfaces;

describe("factsOf", () => {
  it("knows nothing of a view, of another function, and of arguments that no contract could read", () => {
    const views = [rights.encodeFunctionData("rightOf", [7n << 32n]), rights.encodeFunctionData("batchesOf", [7])];
    const admit = rights.encodeFunctionData("admit", [7, [], "0x"]);
    for (const data of [...views, "0x", "0x12345678", admit.slice(0, 40)]) {
      expect(factsOf("EntryRightRegistry", data), data).to.equal(undefined);
    }
    expect(factsOf("EntryRightRegistry", admit)).to.deep.include({ events: [7] });
  });

  it("throws if the data is not hex, because that is no call at all", () => {
    const { selector } = rights.getFunction("admit");
    expect(() => factsOf("EntryRightRegistry", selector + "z".repeat(64))).to.throw(SyntaxError);
  });

  it("names each event once, of rights too", () => {
    const ids = [7n << 32n, (7n << 32n) | 5n, 8n << 32n];
    const byHand = rights.encodeFunctionData("admitByHand", [7, ids, 9, `0x${"00".repeat(32)}`]);
    expect(factsOf("EntryRightRegistry", byHand)).to.deep.equal({
      organizers: [],
      agents: [],
      events: [7, 8],
      rights: ids,
    });
  });
});
