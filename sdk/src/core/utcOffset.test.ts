import { expect } from "chai";
import { minutesOfZone, utcOffsetOf, zoneOfMinutes } from "./utcOffset.ts";

describe("utcOffsetOf", () => {
  it("reads the minutes ahead of UTC", () => {
    const times: [string, number][] = [
      ["2030-03-17T19:00:00+09:00", 540],
      ["2030-03-17T19:00:00Z", 0],
      ["2030-03-17T19:00:00-00:00", 0],
      ["2030-03-17T19:00-03:30", -210],
      ["2030-03-17T19:00:00+0545", 345],
      ["2030-03-17T19:00:00+11", 660],
      ["2030-03-17T19:00:00.250-03:30", -210],
      [" 2030-03-17 19:00z ", 0],
      ["2030-03-17T19:00:00-12:00", -720],
      ["2030-03-17T19:00:00+14:00", 840],
    ];
    for (const [time, offset] of times) expect(utcOffsetOf(time), time).to.equal(offset);
  });

  it("has none for a time without an offset, or with one of no clock", () => {
    const day = "2030-03-17";
    const without = ["", "tomorrow", "2030-03", day, `${day}T19:00:00`, `${day} 1900`, "2030-0317"];
    const ofNoClock = ["+14:01", "-12:01", "+15", "+09:60", "+9", "+09:0"].map((zone) => `${day}T19:00${zone}`);
    for (const time of [...without, ...ofNoClock, undefined, null, 540, Number.NaN]) {
      expect(utcOffsetOf(time as string), String(time)).to.equal(undefined);
    }
  });

  it("is written as it is read", () => {
    for (const [minutes, zone] of [
      [0, "+00:00"],
      [540, "+09:00"],
      [-210, "-03:30"],
      [-30, "-00:30"],
      [345, "+05:45"],
      [-720, "-12:00"],
      [840, "+14:00"],
    ] as const) {
      expect(zoneOfMinutes(minutes)).to.equal(zone);
      expect(minutesOfZone(zone), zone).to.equal(minutes);
    }
  });
});
