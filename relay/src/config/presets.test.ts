import { expect } from "chai";
import { isPreset, PRESETS, presetOf } from "./presets.ts";

describe("isPreset", () => {
  it("knows the names of the presets and no other", () => {
    for (const name of PRESETS) expect(isPreset(name), name).to.equal(true);
    for (const name of ["", "Stadium", "stadium ", "toString"]) expect(isPreset(name), name).to.equal(false);
    expect(Object.keys(presetOf)).to.deep.equal([...PRESETS]);
  });
});
