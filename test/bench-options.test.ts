import { expect } from "chai";
import { parseOptions, USAGE } from "../bench/peers/options.ts";

describe("options of the gas bench", () => {
  it("measures on osaka and prints a table by default", () => {
    expect(parseOptions([])).to.deep.equal({ help: false, json: false, ratios: false, check: false, fork: "osaka" });
  });

  it("takes each option", () => {
    expect(parseOptions(["--json", "--fork", "amsterdam"])).to.include({ json: true, fork: "amsterdam" });
    expect(parseOptions(["--check"])).to.include({ check: true });
    expect(parseOptions(["--ratios"])).to.include({ ratios: true });
    expect(parseOptions(["-h"])).to.include({ help: true });
  });

  it("lists every option in its help", () => {
    for (const option of ["--json", "--ratios", "--check", "--fork", "--help"]) expect(USAGE).to.include(option);
  });

  for (const [args, message] of [
    [["--fork", "paris"], "--fork must be osaka or amsterdam, not paris"],
    [["--check", "--fork", "amsterdam"], "--check is for osaka"],
    [["--ratios", "--fork", "amsterdam"], "--ratios is for osaka"],
    [["--jsno"], "--jsno"],
    [["10"], "10"],
  ] as const) {
    it(`refuses ${args.join(" ")}`, () => {
      expect(() => parseOptions(args)).to.throw(message);
    });
  }
});
