import { expect } from "chai";
import { formatInstant, readInstant, readTimeOfDay } from "./instant.ts";
import { instantFault, parseInstant } from "./parseInstant.ts";

const SEVEN = Date.UTC(2027, 9, 22, 8) / 1_000;

describe("a time", () => {
  for (const text of [
    "2027-10-22T19:00:00+11:00",
    "2027-10-22T19:00:00+1100",
    "2027-10-22T19:00:00+11",
    "2027-10-22T19:00+11:00",
    "2027-10-22 19:00:00+11:00",
    "2027-10-22T08:00:00Z",
    "2027-10-22t08:00:00z",
    "2027-10-22T08:00:00.000Z",
    "2027-10-22T08:00:00.999999Z",
    "2027-10-22T08:00:00,5Z",
    "2027-10-22T05:00:00-03:00",
    "2027-10-22T13:45:00+05:45",
  ]) {
    it(`may be ${text}`, () => expect(parseInstant(text)).to.equal(SEVEN));
  }

  it("may be the end of a day, or the 29th of February of a leap year", () => {
    expect(parseInstant("2027-10-22T24:00:00Z")).to.equal(parseInstant("2027-10-23T00:00:00Z"));
    expect(parseInstant("2028-02-29T00:00:00Z")).to.equal(Date.UTC(2028, 1, 29) / 1_000);
    expect(parseInstant("1970-01-01T00:00:00Z")).to.equal(0);
  });

  for (const [text, fault] of [
    ["2027-02-30T18:00:00+09:00", "30 February: no such day."],
    ["2027-02-29T18:00:00+09:00", "29 February 2027: no such day."],
    ["2027-04-31T18:00:00+09:00", "31 April: no such day."],
    ["2027-04-00T18:00:00+09:00", "0 April: no such day."],
    ["2027-13-01T18:00:00+09:00", "13: no such month."],
    ["2027-04-30T25:00:00+09:00", "25:00: no such time."],
    ["2027-04-30T24:00:01+09:00", "24:00:01: no such time."],
    ["2027-04-30T23:60:00+09:00", "23:60: no such time."],
    ["2027-04-30T23:59:60+09:00", "23:59:60: no such time."],
    ["2027-04-30T18:00:00+99:00", "+99:00: no such offset from UTC."],
    ["2027-04-30T18:00:00+14:01", "+14:01: no such offset from UTC."],
    ["2027-04-30T18:00:00-12:01", "-12:01: no such offset from UTC."],
    ["2027-04-30T18:00:00+09:60", "+09:60: no such offset from UTC."],
    ["1969-12-31T23:59:59Z", 'is before 1970, not a time of an event: "1969-12-31T23:59:59Z".'],
    [
      "2027-04-30T18:00:00",
      'has no offset from UTC; write it as in "2027-03-20T18:00:00+09:00", with its offset, not "2027-04-30T18:00:00".',
    ],
    ["2027-04-30", 'is a day without a time; write it as in "2027-03-20T18:00:00+09:00", not "2027-04-30".'],
    ["tomorrow", 'must be a time such as "2027-03-20T18:00:00+09:00", with its offset, not "tomorrow".'],
  ] as const) {
    it(`may not be ${text}`, () => {
      expect(instantFault(text)).to.equal(fault);
      expect(parseInstant(text)).to.equal(undefined);
    });
  }

  it("keeps the offset that it was written with", () => {
    expect(readInstant("2027-10-22T19:00:00+1100")).to.deep.equal({ seconds: SEVEN, offsetMinutes: 660 });
    expect(readInstant("2027-10-22T04:30:00-0330")).to.deep.equal({ seconds: SEVEN, offsetMinutes: -210 });
    expect(readInstant("2027-10-22T08:00:00Z")).to.deep.equal({ seconds: SEVEN, offsetMinutes: 0 });
    expect(formatInstant(SEVEN, 660)).to.equal("2027-10-22T19:00:00+11:00");
    expect(formatInstant(SEVEN, -210)).to.equal("2027-10-22T04:30:00-03:30");
    expect(formatInstant(SEVEN)).to.equal("2027-10-22T08:00:00+00:00");
    for (const offset of [-721, 841, 0.5, Number.NaN, null, "540"]) {
      expect(() => formatInstant(SEVEN, offset as number), String(offset)).to.throw(
        "offsetMinutes must be -720 to 840",
      );
    }
    for (const seconds of [Number.NaN, Number.POSITIVE_INFINITY, 1e13, null, ""]) {
      expect(() => formatInstant(seconds as number), String(seconds)).to.throw("seconds must be a time");
    }
  });

  it("of a day is on the day of another, in its offset or its own", () => {
    const start = { seconds: SEVEN, offsetMinutes: 660 };
    const at = (text: string) => readTimeOfDay(text, start);
    expect(at("18:00")).to.deep.equal({ seconds: SEVEN - 3_600, offsetMinutes: 660 });
    expect(at("18:00:30.5")).to.deep.equal({ seconds: SEVEN - 3_570, offsetMinutes: 660 });
    expect(at("18:00+10:00")).to.deep.equal({ seconds: SEVEN, offsetMinutes: 600 });
    expect(at("25:00")).to.deep.equal({ fault: "25:00: no such time." });
    expect(at("6 pm")).to.equal(undefined);
  });
});
