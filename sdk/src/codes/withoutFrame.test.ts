import { expect } from "chai";
import { MAX_SCANNED, withoutFrame } from "./withoutFrame.ts";

const CODE = "E1:A B";
const sign = (unit: number) => String.fromCharCode(unit);

describe("withoutFrame", () => {
  // Each range that counts as blank, between the signs beside it that do not.
  const blanks: [before: number | undefined, first: number, last: number, after: number][] = [
    [undefined, 0x00, 0x20, 0x21],
    [0x7e, 0x7f, 0xa0, 0xa1],
    [0x167f, 0x1680, 0x1680, 0x1681],
    [0x1fff, 0x2000, 0x200f, 0x2010],
    [0x2027, 0x2028, 0x202f, 0x2030],
    [0x205e, 0x205f, 0x206f, 0x2070],
    [0x2fff, 0x3000, 0x3000, 0x3001],
    [0xfefe, 0xfeff, 0xfeff, 0xff00],
  ];
  for (const [before, first, last, after] of blanks) {
    it(`takes the blanks from ${first.toString(16)} to ${last.toString(16)} away at both ends, and no other sign`, () => {
      for (let unit = first; unit <= last; unit++) {
        // However many there are, the text between them is short.
        const frame = sign(unit).repeat(MAX_SCANNED);
        expect(withoutFrame(frame + CODE + frame), unit.toString(16)).to.equal(CODE);
      }
      for (const unit of [before, after]) {
        if (unit === undefined) continue;
        const framed = sign(unit) + CODE + sign(unit);
        expect(withoutFrame(framed), unit.toString(16)).to.equal(framed.normalize("NFC"));
      }
    });
  }

  it("leaves nothing of nothing and of blanks alone", () => {
    for (const empty of ["", " ", "\r\n", "\u0000".repeat(9)]) expect(withoutFrame(empty)).to.equal("");
  });

  it("takes one mark of the symbology away, with the blanks after it", () => {
    for (const mark of ["]Q0", "]Q6", "]C1", "]d2", "]zF", "]Aa"]) expect(withoutFrame(mark + CODE)).to.equal(CODE);
    expect(withoutFrame(`\u0002]Q1 \t${CODE}\u0003`)).to.equal(CODE);
    for (const other of ["]1Q", "]Qg", "[Q1", "x]Q1"]) expect(withoutFrame(other + CODE)).to.equal(other + CODE);
    expect(withoutFrame(`]Q1]Q1${CODE}`)).to.equal(`]Q1${CODE}`);
  });

  it("writes signs in full width as a keyboard has them, and no others", () => {
    expect(withoutFrame("\uff01\uff10\uff21\uff5a\uff5e")).to.equal("!0Az~");
    expect(withoutFrame("\uff00\uff5f")).to.equal("\uff00\uff5f");
    expect(withoutFrame("A\u00a0B\u202fC\u3000D\u2003E")).to.equal("A B C D\u2003E");
    // An accent that stands by itself joins its letter.
    expect(withoutFrame("e\u0301")).to.equal("é");
  });

  it("takes only the blanks from a text that is too long for a code", () => {
    const marked = (length: number) => `]Q1${"A".repeat(length - 3)}`;
    expect(withoutFrame(` ${marked(MAX_SCANNED)} `)).to.equal("A".repeat(MAX_SCANNED - 3));
    expect(withoutFrame(` ${marked(MAX_SCANNED + 1)} `)).to.equal(marked(MAX_SCANNED + 1));
  });
});
