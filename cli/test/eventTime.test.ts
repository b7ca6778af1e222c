import { expect } from "chai";
import { utcOffsetOf } from "doorkey/organizer";
import { eventTime } from "../src/events/eventTime.ts";

const TIME = Date.parse("2027-03-20T18:00:00+09:00") / 1000;

describe("times of an event", () => {
  for (const [start, text] of [
    ["2027-03-20T18:00:00+09:00", "2027-03-20 18:00 +09:00 (09:00 UTC)"],
    ["2027-03-20T18:00:00Z", "2027-03-20 09:00 UTC"],
    ["2027-03-20T18:00:00+00:00", "2027-03-20 09:00 UTC"],
    ["2027-03-20T18:00:00-10:00", "2027-03-19 23:00 -10:00 (2027-03-20 09:00 UTC)"],
    ["2027-03-20T18:00:00+14:00", "2027-03-20 23:00 +14:00 (09:00 UTC)"],
    ["2027-03-20T18:00:00-03:30", "2027-03-20 05:30 -03:30 (09:00 UTC)"],
    ["2027-03-20T18:00:00+05:45", "2027-03-20 14:45 +05:45 (09:00 UTC)"],
  ] as const)
    it(`are shown in the offset of ${start}`, () => expect(eventTime(TIME, utcOffsetOf(start))).to.equal(text));

  it("say the day in UTC when it is another one", () => {
    const early = Date.parse("2027-03-20T06:00:00+09:00") / 1000;
    expect(eventTime(early, 540)).to.equal("2027-03-20 06:00 +09:00 (2027-03-19 21:00 UTC)");
  });
});
