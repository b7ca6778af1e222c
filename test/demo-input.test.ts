import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { COUNT, generateBuyers, SEED } from "../examples/concert/generate.ts";
import { readBuyers } from "../scripts/demo/input/buyers.ts";
import { readEvent } from "../scripts/demo/input/event.ts";
import { readJson } from "../scripts/demo/input/json.ts";
import { describeMistake } from "../scripts/cli/mistakes.ts";
import { readInput } from "../scripts/demo/input/read.ts";
import { expandSeats } from "../scripts/demo/input/seats.ts";
import { bytes, concert, document, HEADER } from "./helpers/concert.ts";

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
