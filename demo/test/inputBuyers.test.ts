import { expect } from "chai";
import { describeMistake } from "doorkey/organizer";
import { readBuyers } from "../input/buyers.ts";
import { bytes, HEADER, mistakesInBuyers } from "./concert.ts";

describe("mistakes in a table of buyers", () => {
  for (const [what, rows, ...expected] of [
    ["an empty file", [""], `buyers.csv: the file is empty; it needs the header row ${HEADER}.`],
    ["no buyer", [HEADER], "buyers.csv: the file has no rows below the header row."],
    [
      "a missing column",
      ["order,class,quantity,seats", "H-1,standing,1,"],
      "buyers.csv, row 1, evidence: the column is missing.",
    ],
    [
      "a misspelt column",
      ["order,clas,quantity,seats,evidence", "H-1,standing,1,,"],
      'buyers.csv, row 1, clas: is an unknown column (did you mean "class"?); the columns are order, class, quantity, seats, evidence.',
      "buyers.csv, row 1, class: the column is missing.",
    ],
    [
      "a column twice",
      [`${HEADER},order`, "H-1,standing,1,,,H-1"],
      "buyers.csv, row 1, order: the column appears twice.",
    ],
    [
      "an open quote",
      [HEADER, 'H-1,"standing,1,,'],
      "buyers.csv, row 2: this is not CSV: Quote Not Closed: the parsing is finished with an opening quote.",
    ],
    ["a short row", [HEADER, "H-1,standing,1"], "buyers.csv, row 2: has 3 cells; the header row has 5."],
    ["an order without a number", [HEADER, ",standing,1,,"], "buyers.csv, row 2, order: is empty."],
    [
      "an order twice",
      [HEADER, "H-1,standing,1,,", "H-2,standing,1,,", "H-1,standing,1,,"],
      "buyers.csv, row 4, order: order H-1 is already in row 2.",
    ],
    ["an empty class", [HEADER, "H-1,,1,,"], "buyers.csv, row 2, class: is empty."],
    [
      "an unknown class",
      [HEADER, "H-1,standin,1,,"],
      'buyers.csv, row 2, class: the event has no class "standin" (did you mean "standing"?); its classes are standing, seated, staff.',
    ],
    [
      "a quantity in words",
      [HEADER, "H-1,standing,two,,"],
      'buyers.csv, row 2, quantity: must be a whole number from 1 to 4, not "two".',
    ],
    ["a party of zero", [HEADER, "H-1,standing,0,,"], "buyers.csv, row 2, quantity: a party has at least one person."],
    [
      "a party too large",
      [HEADER, "H-1,standing,4,,", "H-2,standing,5,,"],
      "buyers.csv, row 3, quantity: a party of 5 is too large; at most 4 can share a key.",
    ],
    [
      "a seat twice",
      [HEADER, "H-1,seated,2,A-1-1 A-1-2,", "H-2,seated,1,A-1-2,"],
      "buyers.csv, row 3, seats: seat A-1-2 is already in row 2.",
    ],
    [
      "a seat twice in a row",
      [HEADER, "H-1,seated,2,A-1-1 A-1-1,"],
      "buyers.csv, row 2, seats: seat A-1-1 is already in row 2.",
    ],
    [
      "a seat of another class",
      [HEADER, "H-1,seated,1,C-1-1,"],
      "buyers.csv, row 2, seats: class seated has no seat C-1-1.",
    ],
    [
      "a seat where there is none",
      [HEADER, "H-1,standing,1,A-1-1,"],
      "buyers.csv, row 2, seats: class standing has no seats; leave this empty.",
    ],
    [
      "more guests than seats",
      [HEADER, "H-1,seated,3,A-1-1 A-1-2,"],
      "buyers.csv, row 2, seats: names 2 seats for a party of 3; name one for each person.",
    ],
    [
      "no seat",
      [HEADER, "H-1,seated,1,,"],
      "buyers.csv, row 2, seats: names 0 seats for a party of 1; name one for each person.",
    ],
    [
      "evidence for some of a party",
      [HEADER, "H-1,standing,2,,card-1"],
      "buyers.csv, row 2, evidence: names 1 person for a party of 2; name every person, or none.",
    ],
    [
      "a person three times",
      [HEADER, "H-1,standing,2,,card-1 card-1", "H-2,standing,1,,card-1"],
      "buyers.csv, row 3, evidence: card-1 would hold 3 rights; the event allows 2.",
    ],
    [
      "more staff than places",
      [HEADER, ...Array.from({ length: 41 }, (_, i) => `H-${i},staff,1,,`)],
      "buyers.csv, quantity: class staff has 40 places, but the orders ask for 41.",
    ],
  ] as const) {
    it(`reports ${what}`, () => expect(mistakesInBuyers(...rows)).to.deep.equal(expected));
  }

  it("reports evidence without a verifier, and missing evidence in a public named class", () => {
    const classes = [{ id: 1, name: "gala", supply: 9, reserved: false, named: true, seats: [] }];
    const read = (row: string, attested: boolean) => {
      const verifier = attested ? { identityVerifier: "attester" as const } : {};
      const policy = { ...verifier, scope: 0, maxPerPerson: attested ? 1 : 0, maxRebinds: 0, minPublicBps: 0 };
      return readBuyers(bytes(`${HEADER}\n${row}`), "b.csv", { classes, policy }).mistakes.map(describeMistake);
    };
    expect(read("H-1,gala,1,,", true)).to.deep.equal([
      "b.csv, row 2, evidence: class gala is named, so every right needs a person.",
    ]);
    expect(read("H-1,gala,1,,card-1", false)).to.deep.equal([
      "b.csv, row 2, evidence: the event has no identityVerifier; leave this empty.",
    ]);
    expect(read("H-1,gala,1,,card-1", true)).to.deep.equal([]);
  });

  it("ignores a column that is not used", () => {
    expect(mistakesInBuyers(`${HEADER},price`, "H-1,standing,1,,,9")).to.deep.equal([]);
  });

  it("accepts a byte order mark, Windows line ends, quotes and blank lines", () => {
    expect(mistakesInBuyers(`\ufeff${HEADER}\r\n\r\n"H-1",standing,"1",,\r\n`)).to.deep.equal([]);
  });

  it("replaces control characters in the name of a class", () => {
    expect(mistakesInBuyers(HEADER, "H-1,\u001b[31m,1,,")).to.deep.equal([
      'buyers.csv, row 2, class: the event has no class "\ufffd[31m"; its classes are standing, seated, staff.',
    ]);
  });
});
