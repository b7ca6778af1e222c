import { expect } from "chai";
import { manifestAge } from "./manifestAge.ts";

describe("manifestAge", () => {
  it("is the time since the manifest's block, and never below zero", () => {
    for (const [now, age] of [
      [160.5, 60.5],
      [100, 0],
      [99.5, 0],
      [-7, 0],
    ] as const) {
      expect(manifestAge({ takenAt: 100 }, now), `at ${now}`).to.equal(age);
    }
  });

  it("refuses what is not a time, by name", () => {
    const times: readonly unknown[] = [Number.NaN, Number.POSITIVE_INFINITY, "7", undefined];
    for (const time of times) {
      expect(() => manifestAge({ takenAt: time as number }, 1), String(time))
        .to.throw("takenAt must be a number of seconds.")
        .with.property("code", "VALUE_INVALID");
      expect(() => manifestAge({ takenAt: 1 }, time as number), String(time))
        .to.throw("now must be a number of seconds.")
        .with.property("code", "VALUE_INVALID");
    }
    expect(() => manifestAge(undefined as never, 1))
      .to.throw("manifest")
      .with.property("code", "VALUE_INVALID");
  });
});
