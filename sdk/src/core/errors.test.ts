import { inspect } from "node:util";
import { expect } from "chai";
import { DoorkeyError, isDoorkeyError } from "./DoorkeyError.ts";
import { type ErrorCode, errorTable } from "./errorTable.ts";

describe("DoorkeyError", () => {
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    it(`has a sentence, a remedy and a flag for ${code}`, () => {
      const error = new DoorkeyError(code);
      expect(error.code).to.equal(code);
      expect(error.shortMessage).to.match(/^[A-Z].+\.$/);
      expect(error.remedy).to.match(/^[A-Z].+\.$/);
      expect(error.message).to.equal(`${error.shortMessage}\n${error.remedy}`);
      expect(error.retryable).to.equal(errorTable[code].retryable);
    });
  }

  it("puts details between the sentence and the remedy", () => {
    const cause = new Error("below");
    const error = new DoorkeyError("VALUE_INVALID", { cause, details: ["a", "b"] });
    expect(error.message.split("\n").slice(1, 3)).to.deep.equal(["a", "b"]);
    expect(error.cause).to.equal(cause);
    expect("cause" in new DoorkeyError("VALUE_INVALID")).to.equal(false);
    expect(inspect(error)).to.contain("DoorkeyError").and.contain("VALUE_INVALID");
  });

  it("is recognized by its mark, even from another copy of the package", async () => {
    const copy: typeof import("./DoorkeyError.ts") = await import(`./DoorkeyError.ts?${"copy"}`);
    const error: unknown = new copy.DoorkeyError("KEY_LOST");
    expect(error).not.to.be.instanceOf(DoorkeyError);
    expect(isDoorkeyError(error)).to.equal(true);
    expect(isDoorkeyError(error, "KEY_LOST")).to.equal(true);
    expect(isDoorkeyError(error, "KEY_NO_FOCUS")).to.equal(false);
  });

  it("is not recognized in any other value", () => {
    for (const other of [new Error("KEY_LOST"), { code: "KEY_LOST" }, null, undefined, "KEY_LOST"]) {
      expect(isDoorkeyError(other)).to.equal(false);
    }
  });
});
