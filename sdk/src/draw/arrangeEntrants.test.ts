import { expect } from "chai";
import type { Hex } from "../core/Hex.ts";
import { arrangeEntrants } from "./arrangeEntrants.ts";
import { type Entrant, entrantKey } from "./Entrant.ts";

const tag = (n: number): Hex => `0x${n.toString(16).padStart(64, "0").split("").reverse().join("")}`;
const person = (n: number, leader?: number): Entrant => ({
  order: `A-${n}`,
  entry: tag(n),
  ...(leader !== undefined && { leader: `A-${leader}` }),
});
const told = (entrants: readonly Entrant[]) =>
  arrangeEntrants("persons", entrants).mistakes.map(({ row, field, sentence }) => `${row} ${field}: ${sentence}`);

describe("arrangeEntrants", () => {
  it("sorts by key, and links companions to the position of their leader", () => {
    const entrants = [person(9), person(3, 12), person(12), person(5, 12), person(1)];
    const { rows, doubled, mistakes } = arrangeEntrants("persons", entrants);
    expect([doubled, mistakes]).to.deep.equal([[], []]);
    const keys = rows.map(({ key }) => key);
    expect(keys).to.deep.equal([...keys].sort());
    const position = keys.indexOf(entrantKey(tag(12)));
    const linkOf = (n: number) => rows[keys.indexOf(entrantKey(tag(n)))]?.link ?? 0;
    expect([linkOf(9), linkOf(1), linkOf(12)]).to.deep.equal([1, 1, 3]);
    expect([linkOf(3), linkOf(5)].sort()).to.deep.equal([0xa000_0000 + position, 0xc000_0000 + position]);
  });

  it("takes the leader's own order in the leader's row as well", () => {
    const both = [person(1, 1), person(2, 1)];
    expect(arrangeEntrants("persons", both).rows).to.deep.equal(
      arrangeEntrants("persons", [person(1), person(2, 1)]).rows,
    );
  });

  it("leaves out a person who stands there twice, and says which rows", () => {
    const { rows, doubled } = arrangeEntrants("persons", [person(1), person(2), { ...person(1), order: "B-1" }]);
    expect(doubled).to.deep.equal([{ row: 2, first: 0 }]);
    expect(rows.length).to.equal(2);
  });

  it("refuses a person in two parties, and names both rows", () => {
    const [mistake = "", ...more] = told([person(1), person(2), person(3, 1), { ...person(3, 2), order: "B-3" }]);
    expect(more).to.deep.equal([]);
    expect(mistake).to.match(/^3 entry: is the same as in entrants\[2\], with another party/);
  });

  it("refuses a party of five, and takes one of four", () => {
    const four = [person(1), person(2, 1), person(3, 1), person(4, 1)];
    expect(told(four)).to.deep.equal([]);
    const [mistake = "", ...more] = told([...four, person(5, 1)]);
    expect(more).to.deep.equal([]);
    expect(mistake).to.contain("0 leader: leads a party of 5").and.to.contain("at most 4 persons");
  });

  it("refuses a companion without a leader, and a companion of a companion", () => {
    expect(told([person(1), person(2, 7)])).to.deep.equal(['1 leader: names the order "A-7", which no row has.']);
    expect(told([person(1), person(2, 1), person(3, 2)]).join()).to.contain(
      "2 leader: names entrants[1], who is a companion too",
    );
  });

  it("refuses two rows with one order if a companion names it", () => {
    const twins = [person(1), { ...person(2), order: "A-1" }];
    expect(told(twins)).to.deep.equal([]);
    expect(told([...twins, person(3, 1)]).join()).to.contain("1 order: is the order of entrants[0] too");
  });

  it("names each row that is not a person", () => {
    const entrants = [person(1), { order: "A-2", entry: `0x${"ab".repeat(31)}` as Hex }, { order: "", entry: tag(3) }];
    expect(told(entrants)).to.deep.equal([
      "1 entry: must be a person tag of 32 bytes, not of 31.",
      "2 order: must not be empty.",
    ]);
    expect(told([{ order: "A", entry: tag(0) }]).join()).to.contain("must not be all zeros");
  });

  it("gives a key its places in a draw by key", () => {
    const holder = (n: number): Hex => `0x${n.toString(16).padStart(40, "0")}`;
    const { rows } = arrangeEntrants("holders", [
      { order: "1", entry: holder(1), places: 4 },
      { order: "2", entry: holder(2) },
    ]);
    expect(rows.map(({ link }) => link).sort()).to.deep.equal([1, 4]);
    const wrong = arrangeEntrants("holders", [{ order: "1", entry: holder(1), places: 5 }]).mistakes;
    expect(wrong[0]?.sentence).to.contain("at most 4 persons");
    expect(arrangeEntrants("holders", [person(1)]).mistakes[0]?.sentence).to.contain("a holder's address of 20 bytes");
  });
});
