import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { COUNT, generateBuyers, SEED } from "../examples/concert/generate.ts";
import { readBuyers } from "../scripts/demo/input/buyers.ts";
import { readEvent } from "../scripts/demo/input/event.ts";
import { readJson } from "../scripts/demo/input/json.ts";
import { describeMistake } from "../scripts/demo/input/mistakes.ts";
import { readInput } from "../scripts/demo/input/read.ts";
import { expandSeats } from "../scripts/demo/input/seats.ts";

const concert = (file: string): string => `examples/concert/${file}`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const document = await readFile(concert("event.json"), "utf8");
const { event } = readEvent(bytes(document), "event.json");
const HEADER = "order,class,quantity,seats,evidence";

function mistakesInEvent(text: string): string[] {
  return readEvent(bytes(text), "event.json").mistakes.map(describeMistake);
}

/** Mistakes in the concert's document after one replacement, which must hit. */
function mistakesAfter(search: string | RegExp, replacement: string): string[] {
  const changed = document.replace(search, replacement);
  expect(changed, "nothing was replaced").not.to.equal(document);
  return mistakesInEvent(changed);
}

function mistakesInBuyers(...rows: string[]): string[] {
  if (event === undefined) throw new Error("the concert's document is broken");
  return readBuyers(bytes(rows.join("\n")), "buyers.csv", event).mistakes.map(describeMistake);
}

describe("the concert", () => {
  it("is read without a mistake", async () => {
    const input = await readInput({ event: concert("event.json"), buyers: concert("buyers.csv") });
    if (!("event" in input)) throw new Error(input.map(describeMistake).join("\n"));
    expect(input.orders).to.have.length(1_000);
    expect(input.event.classes.map(({ id, name, supply, seats }) => [id, name, supply, seats.length])).to.deep.equal([
      [1, "standing", 1_000, 0],
      [2, "seated", 800, 800],
      [3, "staff", 40, 0],
    ]);
    expect(input.event.schedule.doorsOpenAt).to.equal(Date.UTC(2027, 2, 20, 9) / 1000);
    const seated = input.orders.find((order) => order.seats.length === 2);
    expect(seated?.seats[1]).to.equal((seated?.seats[0] ?? 0) + 1);
  });

  it("has buyers as its generator makes them", async () => {
    expect(await readFile(concert("buyers.csv"), "utf8")).to.equal(generateBuyers(COUNT, SEED));
  });
});

describe("seat ranges", () => {
  it("expand with the last range fastest", () => {
    expect(expandSeats("A-{1..2}-{9..10}")).to.deep.equal(["A-1-9", "A-1-10", "A-2-9", "A-2-10"]);
    expect(expandSeats("Box-1")).to.deep.equal(["Box-1"]);
  });

  for (const [pattern, sentence] of [
    ["A-{3..1}", 'the range {3..1} of "A-{3..1}" runs backwards.'],
    ["A {1..2}", '"A {1..2}" must have no spaces.'],
    ["A-{1..x}", '"A-{1..x}" is not a label or a range such as "A-{1..20}-{1..40}".'],
    ["", '"" is not a label or a range such as "A-{1..20}-{1..40}".'],
    ["A-{1..5000}-{1..5000}", '"A-{1..5000}-{1..5000}" stands for more than 16777216 seats.'],
  ] as const) {
    it(`refuse ${JSON.stringify(pattern)}`, () => expect(expandSeats(pattern)).to.equal(sentence));
  }
});

describe("JSON with places", () => {
  it("reads what JSON.parse reads", () => {
    const text = ' {"a": [1, -2.5e3, "x\\u0041\\n", true, null, {}, []], "b": {"c": {"d": ""}}, "": 0} ';
    expect(readJson(text)).to.have.property("value").that.deep.equals(JSON.parse(text));
  });

  it("knows the line of every value, and of the nearest one above a missing value", () => {
    const json = readJson('{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}');
    if (!("rowOf" in json)) throw new Error(json.sentence);
    expect(["", "a", "a.b", "a.b[1]", "a.c.d", "x"].map(json.rowOf)).to.deep.equal([1, 2, 3, 5, 2, 1]);
  });

  for (const [text, row, column, sentence] of [
    ["", 1, 1, "expected a value, found the end of the file."],
    ['{"a": 1,}', 1, 9, 'expected a key in double quotes, found "}".'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected "}" or "," after a value, found "\\"".'],
    ['{\n"a": 01}', 2, 7, 'expected "}" or "," after a value, found "1".'],
    ["[1, 2", 1, 6, 'expected "]" or "," after a value, found the end of the file.'],
    ['{"a" 1}', 1, 6, 'expected ":" after the key "a", found "1".'],
    ["{} x", 1, 4, 'expected the end of the file, found "x".'],
    ['"open\n"', 1, 1, 'expected a complete string on one line, found "\\"".'],
    ['{"a": 1,\n "a": 2}', 2, 2, 'the key "a" stands twice in one object.'],
    ["[".repeat(65), 1, 65, "values are nested more than 64 deep."],
  ] as const) {
    it(`says where ${JSON.stringify(text.slice(0, 24))} breaks`, () => {
      expect(readJson(text)).to.deep.equal({ row, column, sentence });
    });
  }
});

describe("mistakes in an event document", () => {
  const time = 'must be a time such as "2027-03-20T18:00:00+09:00", with its offset, not';
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
      'event.json, row 3, @type: must be "Event" or a kind of it, not "Place".',
    ],
    [
      "a time without offset",
      "T19:00:00+09:00",
      "T19:00:00",
      `event.json, row 6, startDate: ${time} "2027-03-20T19:00:00".`,
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
      "moves after doors open",
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
      "doors that close at once",
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
      'event.json, row 37, doorkey.policy.identityVerifier: must be "attester", the verifier that comes with Doorkey, not "oracle".',
    ],
    [
      "no verifier",
      /"identityVerifier.*\n/,
      "\n",
      "event.json, row 38, doorkey.policy.maxPerPerson: needs an identityVerifier: nobody would tell persons apart.",
      "event.json, row 45, doorkey.classes.staff.named: needs an identityVerifier in the policy.",
    ],
    [
      "too many a person",
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
      "a class by number",
      '"standing"',
      '"1"',
      'event.json, row 43, doorkey.classes.1: "1" is no name for a class: a letter, then up to 31 letters, digits, spaces, - or _.',
    ],
    [
      "a supply of words",
      "1000",
      '"many"',
      'event.json, row 43, doorkey.classes.standing.supply: must be a whole number from 1 to 4294967295, not "many".',
    ],
    [
      "another supply than seats",
      '"seats": [',
      '"supply": 799, "seats": [',
      "event.json, row 44, doorkey.classes.seated.supply: must be the number of seats, 800, or left out.",
    ],
    [
      "a seat twice",
      "B-{1..10}",
      "A-{9..10}",
      "event.json, row 44, doorkey.classes.seated.seats[1]: seat A-9-1 stands twice in this class.",
    ],
    [
      "seats that are no list",
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
      "a flag of words",
      '"reserved": true',
      '"reserved": "yes"',
      'event.json, row 45, doorkey.classes.staff.reserved: must be true or false, not "yes".',
    ],
    [
      "reserved places without names",
      '"reserved": true, "named": true',
      '"reserved": true',
      "event.json, row 45, doorkey.classes.staff.named: must be true: with an identityVerifier every reserved class is named.",
    ],
  ] as const) {
    it(`tells ${what}`, () => expect(mistakesAfter(search, replacement)).to.deep.equal(expected));
  }

  it("tells a name that would steer a terminal", () => {
    expect(mistakesAfter("Aki Tanabe", "\\u001b[31mAki")).to.deep.equal([
      "event.json, row 4, name: must not contain line breaks or other control characters.",
    ]);
    expect(mistakesInBuyers(HEADER, "H-1,\u001b[31m,1,,")).to.deep.equal([
      'buyers.csv, row 2, class: there is no class "\ufffd[31m"; the event has standing, seated, staff.',
    ]);
  });

  it("tells a file that is not text", () => {
    const { mistakes } = readEvent(Uint8Array.of(0xff, 0xfe, 0), "event.json");
    expect(mistakes.map(describeMistake)).to.deep.equal(["event.json: the file is not UTF-8 text."]);
  });
});

describe("mistakes in a table of buyers", () => {
  for (const [what, rows, ...expected] of [
    ["an empty file", [""], `buyers.csv: the file is empty; it needs a first row ${HEADER}.`],
    ["no buyer", [HEADER], "buyers.csv: there is no buyer in it."],
    [
      "a missing column",
      ["order,class,quantity,seats", "H-1,standing,1,"],
      "buyers.csv, row 1, evidence: the column is missing.",
    ],
    [
      "an unknown column",
      [`${HEADER},price`, "H-1,standing,1,,,9"],
      "buyers.csv, row 1, price: is no column we know; known: order, class, quantity, seats, evidence.",
    ],
    [
      "a misspelt column",
      ["order,clas,quantity,seats,evidence", "H-1,standing,1,,"],
      'buyers.csv, row 1, clas: is no column we know (did you mean "class"?); known: order, class, quantity, seats, evidence.',
      "buyers.csv, row 1, class: the column is missing.",
    ],
    [
      "a column twice",
      [`${HEADER},order`, "H-1,standing,1,,,H-1"],
      "buyers.csv, row 1, order: the column stands twice.",
    ],
    [
      "an open quote",
      [HEADER, 'H-1,"standing,1,,'],
      "buyers.csv, row 2: this is not CSV: Quote Not Closed: the parsing is finished with an opening quote.",
    ],
    ["a short row", [HEADER, "H-1,standing,1"], "buyers.csv, row 2: has 3 cells, the first row has 5."],
    ["an order without a number", [HEADER, ",standing,1,,"], "buyers.csv, row 2, order: is empty."],
    [
      "an order twice",
      [HEADER, "H-1,standing,1,,", "H-2,standing,1,,", "H-1,standing,1,,"],
      "buyers.csv, row 4, order: order H-1 stands in row 2 already.",
    ],
    ["an empty class", [HEADER, "H-1,,1,,"], "buyers.csv, row 2, class: is empty."],
    [
      "an unknown class",
      [HEADER, "H-1,standin,1,,"],
      'buyers.csv, row 2, class: there is no class "standin" (did you mean "standing"?); the event has standing, seated, staff.',
    ],
    [
      "a quantity in words",
      [HEADER, "H-1,standing,two,,"],
      'buyers.csv, row 2, quantity: must be a whole number from 1 to 4, not "two".',
    ],
    [
      "a party of nobody",
      [HEADER, "H-1,standing,0,,"],
      "buyers.csv, row 2, quantity: a party has at least one person.",
    ],
    [
      "a party too large",
      [HEADER, "H-1,standing,4,,", "H-2,standing,5,,"],
      "buyers.csv, row 3, quantity: a party of 5 is too large: at most 4 share a key.",
    ],
    [
      "a seat twice",
      [HEADER, "H-1,seated,2,A-1-1 A-1-2,", "H-2,seated,1,A-1-2,"],
      "buyers.csv, row 3, seats: seat A-1-2 stands in row 2 already.",
    ],
    [
      "a seat twice in a row",
      [HEADER, "H-1,seated,2,A-1-1 A-1-1,"],
      "buyers.csv, row 2, seats: seat A-1-1 stands in row 2 already.",
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
      "buyers.csv, row 2, seats: names 2 seats for a party of 3.",
    ],
    ["no seat", [HEADER, "H-1,seated,1,,"], "buyers.csv, row 2, seats: names 0 seats for a party of 1."],
    [
      "evidence for some of a party",
      [HEADER, "H-1,standing,2,,card-1"],
      "buyers.csv, row 2, evidence: names 1 person for a party of 2; name all or none.",
    ],
    [
      "a person three times",
      [HEADER, "H-1,standing,2,,card-1 card-1", "H-2,standing,1,,card-1"],
      "buyers.csv, row 3, evidence: card-1 would hold 3 rights, the event allows 2.",
    ],
    [
      "more staff than places",
      [HEADER, ...Array.from({ length: 41 }, (_, i) => `H-${i},staff,1,,`)],
      "buyers.csv, quantity: class staff has 40 places, the orders ask for 41.",
    ],
  ] as const) {
    it(`tells ${what}`, () => expect(mistakesInBuyers(...rows)).to.deep.equal(expected));
  }

  it("tells evidence that nobody could check, and its lack in a public class that demands it", () => {
    const classes = [{ id: 1, name: "gala", supply: 9, reserved: false, named: true, seats: [] }];
    const read = (row: string, attested: boolean) => {
      const policy = { attested, maxPerPerson: attested ? 1 : 0, maxRebinds: 0, minPublicBps: 0 };
      return readBuyers(bytes(`${HEADER}\n${row}`), "b.csv", { classes, policy }).mistakes.map(describeMistake);
    };
    expect(read("H-1,gala,1,,", true)).to.deep.equal([
      "b.csv, row 2, evidence: class gala is named: every right needs a person.",
    ]);
    expect(read("H-1,gala,1,,card-1", false)).to.deep.equal([
      "b.csv, row 2, evidence: the event has no identityVerifier; leave this empty.",
    ]);
    expect(read("H-1,gala,1,,card-1", true)).to.deep.equal([]);
  });

  it("accepts a byte order mark, Windows line ends, quotes and blank lines", () => {
    expect(mistakesInBuyers(`\ufeff${HEADER}\r\n\r\n"H-1",standing,"1",,\r\n`)).to.deep.equal([]);
  });
});

describe("many mistakes in both files", () => {
  it("are all told at once, in the order of the files", async () => {
    const read = readEvent(
      bytes(document.replace('"maxRebinds": 1', '"maxRebinds": -1').replace("T19:00:00+", "T19:00+")),
      "event.json",
    );
    const buyers = readBuyers(
      bytes(`${HEADER}\nH-1,seatd,9,,\nH-1,seated,2,A-1-1,\nH-3,standing,x,,`),
      "buyers.csv",
      read,
    );
    expect([...read.mistakes, ...buyers.mistakes].map(describeMistake)).to.deep.equal([
      "event.json, row 39, doorkey.policy.maxRebinds: must be a whole number from 0 to 255, not -1.",
      "buyers.csv, row 2, quantity: a party of 9 is too large: at most 4 share a key.",
      'buyers.csv, row 2, class: there is no class "seatd" (did you mean "seated"?); the event has standing, seated, staff.',
      "buyers.csv, row 3, order: order H-1 stands in row 2 already.",
      "buyers.csv, row 3, seats: names 1 seat for a party of 2.",
      'buyers.csv, row 4, quantity: must be a whole number from 1 to 4, not "x".',
    ]);
  });

  it("names files that are not there", async () => {
    const input = await readInput({ event: "no-event.json", buyers: "examples" });
    expect(Array.isArray(input) ? input.map(describeMistake) : input).to.deep.equal([
      "no-event.json: there is no such file.",
      "examples: this is a folder.",
    ]);
  });
});
