import { inspect } from "node:util";
import { expect } from "chai";
import { isDoorkeyError } from "./CodedError.ts";
import { DoorkeyError } from "./DoorkeyError.ts";
import { type ErrorCode, errorTable } from "./errorTable.ts";
import { PageError } from "./PageError.ts";
import { pageErrors } from "./pageErrors.ts";

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
    const copy: typeof import("./CodedError.ts") = await import(`./CodedError.ts?${"copy"}`);
    class Copied extends copy.CodedError<"KEY_LOST"> {}
    const error: unknown = new Copied("KEY_LOST", errorTable.KEY_LOST, {});
    expect(error).not.to.be.instanceOf(DoorkeyError);
    expect(isDoorkeyError(error)).to.equal(true);
    expect(isDoorkeyError(error, "KEY_LOST")).to.equal(true);
    expect(isDoorkeyError(error, "KEY_NO_FOCUS")).to.equal(false);
  });

  it("is one class for callers: pages have a smaller table of codes, and the same rows", () => {
    const [ofPage, other] = [new PageError("KEY_LOST"), new DoorkeyError("KEY_LOST")];
    for (const error of [ofPage, other]) {
      expect(error).to.be.instanceOf(DoorkeyError).and.instanceOf(PageError);
      expect(inspect(error)).to.contain("DoorkeyError").and.contain("KEY_LOST");
    }
    expect(ofPage.message).to.equal(other.message);
    expect(new Error("KEY_LOST")).not.to.be.instanceOf(DoorkeyError);
    expect(errorTable).to.include(pageErrors);
  });

  it("is not recognized in any other value", () => {
    for (const other of [new Error("KEY_LOST"), { code: "KEY_LOST" }, null, undefined, "KEY_LOST"]) {
      expect(isDoorkeyError(other)).to.equal(false);
    }
  });
});
