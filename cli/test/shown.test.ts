import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { eventTime } from "../src/events/eventTime.ts";
import { html } from "../src/pages/html.ts";
import { timeBesideUtc, zoneOfOffset } from "../src/report/time.ts";
import { Terminal } from "../src/terminal/Terminal.ts";

const EIGHT = Date.UTC(2027, 9, 22, 8) / 1_000;

describe("a time that people read", () => {
  for (const [offset, shown] of [
    [660, "2027-10-22 19:00 +11:00 (08:00 UTC)"],
    [-570, "2027-10-21 22:30 -09:30 (2027-10-22 08:00 UTC)"],
    [0, "2027-10-22 08:00 UTC"],
    [undefined, "2027-10-22T08:00:00Z"],
  ] as const) {
    it(`is ${shown}`, () => expect(eventTime(EIGHT, offset)).to.equal(shown));
  }

  it("has its seconds if there are some", () => {
    expect(eventTime(EIGHT + 1, 60)).to.equal("2027-10-22 09:00:01 +01:00 (08:00:01 UTC)");
  });

  it("has UTC beside it in a report, in an event's offset and in a zone", () => {
    expect(timeBesideUtc(EIGHT, zoneOfOffset(660))).to.equal("Fri 22 Oct 19:00 (08:00 UTC)");
    expect(timeBesideUtc(EIGHT, "Australia/Sydney")).to.equal("Fri 22 Oct 19:00 (08:00 UTC)");
    expect(timeBesideUtc(EIGHT, "Pacific/Marquesas")).to.equal("Thu 21 Oct 22:30 (Fri 22 Oct 08:00 UTC)");
    expect(timeBesideUtc(EIGHT, zoneOfOffset(undefined))).to.equal("Fri 22 Oct 08:00 UTC");
    expect(timeBesideUtc(EIGHT, zoneOfOffset(0))).to.equal("Fri 22 Oct 08:00 UTC");
  });
});

describe("a name that another party chose", () => {
  const forged = "Hall\n  staff      9,000\r\u001b[2K\u202e\u200b";

  it("is one line of a terminal, and one row of a table", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const terminal = new Terminal({ stdout, stderr });
    terminal.say(forged);
    terminal.fact("organizer", forged);
    terminal.warn(forged);
    terminal.table([
      ["class", "places"],
      [forged, "5"],
    ]);
    stdout.end();
    const lines = (await text(stdout)).split("\n");
    expect(lines).to.have.length(6);
    for (const line of lines) expect(line).not.to.match(/[\p{Cc}\p{Cf}]/u);
    expect(lines[4]).to.match(/^ {2}Hall\ufffd .* 5$/);
  });

  it("neither breaks out of a page nor turns it around", () => {
    expect(html`<td>${"<b>\u202e\u0007"}</td>`.text).to.equal("<td>&#60;b&#62;\ufffd\ufffd</td>");
  });

  it("keeps the joiners of its script", async () => {
    const stdout = new PassThrough();
    new Terminal({ stdout, stderr: stdout }).say("می\u200cخواهم");
    stdout.end();
    expect(await text(stdout)).to.equal("می\u200cخواهم\n");
  });
});
