import { expect } from "chai";
import { StorageError } from "./StorageError.ts";

describe("a storage error", () => {
  it("says what is wrong in a sentence, and more where more is known", () => {
    const cause = new Error("the disk is full");
    const sentence = "The relay could not bring its tables up to date.";
    expect(new StorageError("STORAGE_MIGRATION_FAILED").message).to.equal(sentence);
    const error = new StorageError("STORAGE_MIGRATION_FAILED", { cause, detail: "0002_webhooks failed." });
    expect(error).to.include({ name: "StorageError", code: "STORAGE_MIGRATION_FAILED", cause });
    expect(error.message).to.equal(`${sentence} 0002_webhooks failed.`);
  });
});
