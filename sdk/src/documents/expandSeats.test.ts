import { expect } from "chai";
import { expandSeats } from "./expandSeats.ts";

describe("expandSeats", () => {
  it("expands with the last range fastest", () => {
    expect(expandSeats("A-{1..2}-{9..10}")).to.deep.equal(["A-1-9", "A-1-10", "A-2-9", "A-2-10"]);
    expect(expandSeats("Box-1")).to.deep.equal(["Box-1"]);
    expect(expandSeats("A{08..10}")).to.deep.equal(["A08", "A09", "A10"]);
    expect(expandSeats("{0..2}")).to.deep.equal(["0", "1", "2"]);
  });

  for (const [pattern, sentence] of [
    ["A-{3..1}", 'the range {3..1} of "A-{3..1}" runs backwards.'],
    ["A {1..2}", '"A {1..2}" must have no spaces.'],
    ["A\u001b", "must not contain line breaks or other control characters."],
    ["A\u200b-1", "must not contain U+200B, which is invisible."],
    ["{1..99999999}", '"{1..99999999}" brings more than 250000 seats into the document.'],
    ["x".repeat(65), `"${"x".repeat(65)}" is longer than 64 characters.`],
    ["A-{1..x}", '"A-{1..x}" is not a label or a range such as "A-{1..20}-{1..40}".'],
    ["", '"" is not a label or a range such as "A-{1..20}-{1..40}".'],
    ["A-{1..5000}-{1..5000}", '"A-{1..5000}-{1..5000}" brings more than 250000 seats into the document.'],
  ] as const) {
    it(`refuses ${JSON.stringify(pattern)}`, () => expect(expandSeats(pattern)).to.equal(sentence));
  }
});
