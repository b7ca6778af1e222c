import { expect } from "chai";
import { documentAt } from "doorkey-test-support/eventDocument";
import { HALL } from "doorkey-test-support/show";
import { parseEventDocument } from "../../documents/parseEventDocument.ts";
import { placesFor } from "./placesFor.ts";

const DOCUMENT = parseEventDocument(documentAt(1_900_000_000, { classes: HALL }));
const STANDING = { id: 1, name: "standing", seated: false };
const SEATED = { id: 2, name: "seated", seated: true };

const seated = (seats: readonly (string | number)[], quantity = seats.length, document = DOCUMENT) =>
  placesFor(SEATED, { quantity, seats }, document);

describe("placesFor", () => {
  it("takes one to eight rights", () => {
    for (const quantity of [1, 8]) {
      expect(placesFor(STANDING, { quantity, seats: [] }, undefined)).to.deep.equal({ seats: [], mistakes: [] });
    }
    for (const quantity of [0, 9, -1, 1.5, Number.NaN]) {
      expect(placesFor(STANDING, { quantity, seats: [] }, undefined)).to.deep.equal({
        seats: [],
        mistakes: [`quantity must be 1 to 8, not ${quantity}.`],
      });
    }
  });

  it("takes a seat for each right in a class with seats, and none in another", () => {
    const tooMany = 'seats must be 2, one per right, since class "seated" has seats.';
    expect(seated([4], 2).mistakes).to.deep.equal([tooMany]);
    expect(seated([4, 5, 6], 2).mistakes).to.deep.equal([tooMany]);
    expect(seated([], 1).mistakes).to.deep.equal(['seats must be 1, one per right, since class "seated" has seats.']);
    expect(placesFor(STANDING, { quantity: 1, seats: [4] }, undefined).mistakes).to.deep.equal([
      'seats must be empty, since class "standing" has no seats.',
    ]);
  });

  it("gives the numbers of seats in ascending order, by number or label", () => {
    expect(seated([1_000, 9, 80])).to.deep.equal({ seats: [9, 80, 1_000], mistakes: [] });
    expect(seated(["C-1-1", "A-1-2", 400])).to.deep.equal({ seats: [1, 400, 800], mistakes: [] });
    expect(seated(["A-1-1", 0]).mistakes, "one seat by both").to.deep.equal(["seats must differ."]);
  });

  it("takes numbers from 0 to 16,777,215", () => {
    expect(seated([0, 2 ** 24 - 1])).to.deep.equal({ seats: [0, 2 ** 24 - 1], mistakes: [] });
    for (const seat of [2 ** 24, -1, 0.5]) {
      expect(seated([seat]).mistakes).to.deep.equal([`seats: ${seat} is not a seat number.`]);
    }
  });

  it("takes no broken document for a mistake in the row", () => {
    const broken = { ...DOCUMENT, classes: [{ name: "seated" }] };
    expect(() => seated(["A-1-1"], 1, broken as never)).to.throw(TypeError);
  });

  it("names each label that it cannot find", () => {
    expect(seated(["Z-1", "A-1-1", "Z-2"])).to.deep.equal({
      seats: [0],
      mistakes: ["Z-1", "Z-2"].map(
        (label) => `seats: "${label}" is not a seat of class "seated" in the event document.`,
      ),
    });
    expect(placesFor(SEATED, { quantity: 1, seats: ["A-1-1"] }, undefined).mistakes).to.deep.equal([
      'seats: "A-1-1" is a label, and there is no event document to find it in.',
    ]);
  });
});
