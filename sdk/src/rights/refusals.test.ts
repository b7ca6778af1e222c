import { readFileSync } from "node:fs";
import { expect } from "chai";
import { refusalName, refusalSentences } from "./refusals.ts";

/** Names of the contracts' enum in its order, without comments. */
function namesInSolidity(): string[] {
  const source = readFileSync(new URL("../../../contracts/types/Refusal.sol", import.meta.url), "utf8");
  const body = /enum Refusal \{([^}]*)\}/.exec(source)?.[1] ?? "";
  return body
    .replace(/\/\/.*$/gm, "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

describe("refusals", () => {
  it("have the names and numbers of the contracts", () => {
    const [none, ...names] = namesInSolidity();
    expect(none).to.equal("None");
    expect(names).to.have.length(16);
    expect(names.map((_, i) => refusalName(BigInt(i + 1)))).to.deep.equal(names);
    expect(Object.keys(refusalSentences)).to.deep.equal(names);
  });

  for (const number of [0n, 17n]) {
    it(`do not have the number ${number}`, () => {
      expect(() => refusalName(number))
        .to.throw("No refusal has the number")
        .with.property("code", "VALUE_INVALID");
    });
  }
});
