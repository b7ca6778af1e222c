import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { describeMistake } from "../../cli/src/terminal/mistakes.ts";
import { COUNT, generateBuyers, SEED } from "../../examples/concert/generate.ts";
import { readEventDocument } from "../../sdk/src/documents/readEventDocument.ts";
import { readBuyers } from "../input/buyers.ts";
import { readInput } from "../input/read.ts";
import { bytes, concert, document, HEADER } from "./concert.ts";

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

describe("many mistakes in both files", () => {
  it("are all told at once, in the order of the files", async () => {
    const read = readEventDocument(
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
