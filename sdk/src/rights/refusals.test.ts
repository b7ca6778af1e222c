import { readFileSync } from "node:fs";
import { expect } from "chai";
import { REFUSAL } from "doorkey-test-support/contracts";
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
    expect(names.map((_, i) => refusalName(BigInt(i + 1)))).to.deep.equal(names);
    expect(Object.keys(refusalSentences)).to.deep.equal(names);
  });

  it("have the same numbers in the tests of the contracts", () => {
    const numbers = namesInSolidity().map((name, i) => [name.charAt(0).toLowerCase() + name.slice(1), BigInt(i)]);
    expect(Object.entries(REFUSAL)).to.deep.equal(numbers);
  });

  it("have no number below the first or above the last", () => {
    for (const number of [0n, BigInt(namesInSolidity().length)]) {
      expect(() => refusalName(number), String(number))
        .to.throw("No refusal has the number")
        .with.property("code", "VALUE_INVALID");
    }
  });
});
