import { expect } from "chai";
import { utcOffsetOf } from "./utcOffset.ts";

describe("utcOffsetOf", () => {
  it("reads the minutes ahead of UTC", () => {
    const times: [string, number][] = [
      ["2030-03-17T19:00:00+09:00", 540],
      ["2030-03-17T19:00:00Z", 0],
      ["2030-03-17T19:00:00-00:00", 0],
      ["2030-03-17T19:00-03:30", -210],
      ["2030-03-17T19:00:00+0545", 345],
      ["2030-03-17T19:00:00-12:00", -720],
      ["2030-03-17T19:00:00+14:00", 840],
    ];
    for (const [time, offset] of times) expect(Math.abs((utcOffsetOf(time) as number) - offset), time).to.equal(0);
  });

  it("has none for a time without an offset, or with one of no clock", () => {
    for (const time of ["2030-03-17T19:00:00", "", "2030-03-17", "2030-03-17T19:00+14:01", "2030-03-17T19:00-12:01"]) {
      expect(utcOffsetOf(time), time).to.equal(undefined);
    }
  });
});
