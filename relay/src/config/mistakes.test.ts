import { expect } from "chai";
import { ConfigError, reportRepeated } from "./mistakes.ts";

describe("ConfigError", () => {
  it("says how many mistakes there are, and where each one is", () => {
    const one = new ConfigError("relay.yaml", [{ path: "fees/tip", line: 12, message: "is not known here" }]);
    expect(one.message).to.equal("1 mistake in the configuration:\n  relay.yaml:12  fees/tip: is not known here");
    const mistakes = [
      { path: "", message: "is not YAML" },
      { path: "version", line: 1, message: "must be 1" },
    ];
    const two = new ConfigError("relay.yaml", mistakes);
    expect(two.message.split("\n")).to.deep.equal([
      "2 mistakes in the configuration:",
      "  relay.yaml  (file): is not YAML",
      "  relay.yaml:1  version: must be 1",
    ]);
    expect(two.mistakes).to.equal(mistakes);
  });
});

describe("reportRepeated", () => {
  it("reports each item after the first that has an id", () => {
    const reported: string[] = [];
    const items = ["a", "b", "a", "c", "a"].map((id) => ({ id }));
    reportRepeated(
      items,
      (i) => `/items/${i}/id`,
      (path, message) => reported.push(`${path} ${message}`),
    );
    expect(reported).to.deep.equal(["/items/2/id a is used twice", "/items/4/id a is used twice"]);
  });
});
