import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describeMistake } from "./mistakes.ts";
import { readEventDocument } from "./readEventDocument.ts";

const document = readFileSync(new URL("../../../examples/concert/event.json", import.meta.url), "utf8");

/** Mistakes in the concert's document after one replacement, which must change it. */
function mistakesAfter(search: string | RegExp, replacement: string): string[] {
  const changed = document.replace(search, replacement);
  expect(changed, "nothing was replaced").not.to.equal(document);
  return readEventDocument(changed, { file: "event.json" }).mistakes.map(describeMistake);
}

describe("mistakes in an event document", () => {
  for (const [what, search, replacement, ...expected] of [
    [
      "bad JSON",
      '"name": "Aki',
      '"name": Aki',
      'event.json, row 4, column 11: this is not JSON: expected a value, found "A".',
    ],
    ["no name", /"name": "Aki.*\n/, "\n", "event.json, row 1, name: is missing."],
    [
      "another context",
      'https://schema.org"',
      'https://json.org"',
      'event.json, row 2, @context: must be "https://schema.org", not "https://json.org".',
    ],
    [
      "another type",
      '"@type": "Event"',
      '"@type": "Place"',
      'event.json, row 3, @type: must be "Event" or a subtype of it, not "Place".',
    ],
    [
      "a time without offset",
      "T19:00:00+09:00",
      "T19:00:00",
      'event.json, row 6, startDate: has no offset from UTC; write it as in "2027-03-20T18:00:00+09:00", with its offset, not "2027-03-20T19:00:00".',
    ],
    [
      "an end before the start",
      'T22:00:00+09:00",\n  "eventS',
      'T19:00:00+09:00",\n  "eventS',
      "event.json, row 8, endDate: must be after startDate.",
    ],
    [
      "an insecure address",
      '"url": "https://harbour-hall.example/lanterns"',
      '"url": "http://harbour-hall.example"',
      'event.json, row 24, url: must be an https address, not "http://harbour-hall.example".',
    ],
    [
      "a wallet that is not a plain address",
      '"reportUrl": "https://harbour-hall.example/report"',
      '"wallet": "https://wallet.hall.example/?shop=1"',
      "event.json, row 47, doorkey.wallet: must be a plain address, without a query, a fragment or detours.",
    ],
    [
      "a wallet without https",
      '"reportUrl": "https://harbour-hall.example/report"',
      '"wallet": "http://wallet.hall.example"',
      "event.json, row 47, doorkey.wallet: must be an https address.",
    ],
    ["no doorkey", '"doorkey"', '"dorkey"', "event.json, row 1, doorkey: is missing."],
    [
      "sales that close before they open",
      "2027-01-16",
      "2027-03-20",
      "event.json, row 28, doorkey.schedule.salesOpenAt: must be before salesCloseAt.",
    ],
    [
      "sales that close after doors",
      "2027-03-19T22:00",
      "2027-03-20T21:31",
      "event.json, row 29, doorkey.schedule.salesCloseAt: must not be after doorsCloseAt.",
    ],
    [
      "returns after doors open",
      "2027-03-13T00:00",
      "2027-03-20T18:01",
      "event.json, row 30, doorkey.schedule.returnUntil: must not be after doorsOpenAt.",
    ],
    [
      "rebinds after doors open",
      "T12:00:00",
      "T18:00:01",
      "event.json, row 31, doorkey.schedule.rebindUntil: must not be after doorsOpenAt.",
    ],
    [
      "names after doors open",
      "2027-03-18",
      "2027-03-21",
      "event.json, row 32, doorkey.schedule.nameBy: must not be after doorsOpenAt.",
    ],
    [
      "doors that close when they open",
      "T21:30",
      "T18:00",
      "event.json, row 33, doorkey.schedule.doorsOpenAt: must be before doorsCloseAt.",
    ],
    [
      "another door time",
      '"doorTime": "2027-03-20T18:00',
      '"doorTime": "2027-03-20T17:00',
      "event.json, row 33, doorkey.schedule.doorsOpenAt: must be the same moment as doorTime.",
    ],
    [
      "a misspelt time",
      "nameBy",
      "namedBy",
      "event.json, row 27, doorkey.schedule.nameBy: is missing.",
      'event.json, row 32, doorkey.schedule.namedBy: is not known here (did you mean "nameBy"?); known: salesOpenAt, salesCloseAt, returnUntil, rebindUntil, nameBy, doorsOpenAt, doorsCloseAt.',
    ],
    [
      "an unknown verifier",
      '"attester"',
      '"oracle"',
      'event.json, row 37, doorkey.policy.identityVerifier: must be "attester", the verifier that comes with Doorkey, or the address of another, not "oracle".',
    ],
    [
      "a verifier whose checksum is wrong",
      '"attester"',
      '"0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e1"',
      'event.json, row 37, doorkey.policy.identityVerifier: must be "attester", the verifier that comes with Doorkey, or the address of another, not "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e1".',
    ],
    [
      "a scope without a verifier",
      /"identityVerifier.*\n.*/,
      '"scope": 3,',
      "event.json, row 37, doorkey.policy.scope: needs an identityVerifier, because without one persons are not counted.",
      "event.json, row 44, doorkey.classes.staff.named: needs an identityVerifier in the policy.",
    ],
    [
      "a sale hook at the zero address",
      '"supply": 1000',
      '"supply": 1000, "saleHook": "0x0000000000000000000000000000000000000000"',
      'event.json, row 43, doorkey.classes.standing.saleHook: must be the address of a contract, not "0x0000000000000000000000000000000000000000".',
    ],
    [
      "a day that does not exist",
      "2027-03-18T00",
      "2027-02-30T00",
      "event.json, row 32, doorkey.schedule.nameBy: 30 February: no such day.",
    ],
    [
      "a time before 1970",
      "2027-01-16T10",
      "1969-01-16T10",
      'event.json, row 28, doorkey.schedule.salesOpenAt: is before 1970, not a time of an event: "1969-01-16T10:00:00+09:00".',
    ],
    [
      "a name that is too long for contracts",
      '"name": "Aki Tanabe',
      `"name": "${"あ".repeat(80)}`,
      "event.json, row 4, name: must have at most 256 bytes, not 263.",
    ],
    [
      "a class whose name has too many bytes",
      '"standing"',
      `"${"席".repeat(22)}"`,
      `event.json, row 43, doorkey.classes.${"席".repeat(22)}: "${"席".repeat(22)}" is not a class name: it must have at most 64 bytes, not 66.`,
    ],
    [
      "a label that one pattern makes twice",
      "B-{1..10}-{1..40}",
      "{1..11}{1..11}",
      "event.json, row 44, doorkey.classes.seated.seats[1]: seat 111 occurs twice in this class.",
    ],
    [
      "an incomplete character",
      "Aki Tanabe",
      "\\ud800",
      "event.json, row 4, name: must not contain an incomplete character.",
    ],
    [
      "no verifier",
      /"identityVerifier.*\n/,
      "\n",
      "event.json, row 38, doorkey.policy.maxPerPerson: needs an identityVerifier, because without one persons are not counted.",
      "event.json, row 45, doorkey.classes.staff.named: needs an identityVerifier in the policy.",
    ],
    [
      "too many rights for one person",
      '"maxPerPerson": 2',
      '"maxPerPerson": 4',
      "event.json, row 38, doorkey.policy.maxPerPerson: must be a whole number from 1 to 3, not 4.",
    ],
    [
      "a share above one",
      "9500",
      "10001",
      "event.json, row 40, doorkey.policy.minPublicBps: must be a whole number from 0 to 10000, not 10001.",
    ],
    [
      "too many reserved places",
      "9500",
      "9999",
      "event.json, row 40, doorkey.policy.minPublicBps: 40 of 1840 places are reserved, more than 0.01 %.",
    ],
    [
      "no class",
      /"standing"[\s\S]*?true }/,
      "",
      "event.json, row 42, doorkey.classes: must name 1 to 64 classes, not 0.",
    ],
    [
      "a class whose name has no letter and no digit",
      '"standing"',
      '"–"',
      'event.json, row 43, doorkey.classes.–: "–" is not a class name: use a letter or a digit of any script.',
    ],
    [
      "a supply that is not a number",
      "1000",
      '"many"',
      'event.json, row 43, doorkey.classes.standing.supply: must be a whole number from 1 to 4294967295, not "many".',
    ],
    [
      "a supply that differs from the seats",
      '"seats": [',
      '"supply": 799, "seats": [',
      "event.json, row 44, doorkey.classes.seated.supply: must be the number of seats, 800, or left out.",
    ],
    [
      "a seat twice",
      "B-{1..10}",
      "A-{9..10}",
      "event.json, row 44, doorkey.classes.seated.seats[1]: seat A-9-1 occurs twice in this class.",
    ],
    [
      "seats that are not a list",
      '["A-{1..10}-{1..40}", "B-{1..10}-{1..40}"]',
      "800",
      'event.json, row 44, doorkey.classes.seated.seats: must be a list of texts such as ["A-{1..20}-{1..40}"].',
    ],
    [
      "a bad range",
      "A-{1..10}",
      "A-{10..1}",
      'event.json, row 44, doorkey.classes.seated.seats[0]: the range {10..1} of "A-{10..1}-{1..40}" runs backwards.',
    ],
    [
      "a flag that is not a boolean",
      '"reserved": true',
      '"reserved": "yes"',
      'event.json, row 45, doorkey.classes.staff.reserved: must be true or false, not "yes".',
    ],
    [
      "reserved places without names",
      '"reserved": true, "named": true',
      '"reserved": true',
      "event.json, row 45, doorkey.classes.staff.named: must be true: if there is an identityVerifier, every reserved class is named.",
    ],
  ] as const) {
    it(`reports ${what}`, () => expect(mistakesAfter(search, replacement)).to.deep.equal(expected));
  }

  it("reads the wallet, without the slash at its end, and without one there is none", () => {
    const report = '"reportUrl": "https://harbour-hall.example/report"';
    for (const wallet of ["https://wallet.hall.example", "https://hall.example/wallet", "http://localhost:8090"]) {
      for (const end of ["", "/"]) {
        const text = document.replace(report, `"wallet": "${wallet}${end}"`);
        expect(readEventDocument(text).document?.wallet).to.equal(wallet);
      }
    }
    expect(readEventDocument(document).document).not.to.have.property("wallet");
  });

  it("reports a name that would steer a terminal", () => {
    expect(mistakesAfter("Aki Tanabe", "\\u001b[31mAki")).to.deep.equal([
      "event.json, row 4, name: must not contain line breaks or other control characters.",
    ]);
  });

  it("reports a file that is not text", () => {
    const { mistakes } = readEventDocument(Uint8Array.of(0xe9, 0x41), { file: "event.json" });
    expect(mistakes.map(describeMistake)).to.deep.equal([
      'event.json, row 1: the byte E9 is not UTF-8 text, and would be "é" in ANSI (windows-1252); save the file as UTF-8.',
    ]);
  });
});
