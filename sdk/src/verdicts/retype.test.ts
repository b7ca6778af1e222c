import { expect } from "chai";
import { keyboardLayouts, TYPED_SIGNS } from "./keyboardLayouts.ts";
import { looksRetyped, retype, retypeRarely, swapCase } from "./retype.ts";

const typed = (text: string, shown: string) =>
  Array.from(text, (sign) => shown.charAt(TYPED_SIGNS.indexOf(sign))).join("");
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** So many signs of a text, which repeat. */
const some = (signs: string, count: number) => signs.repeat(Math.ceil(count / signs.length)).slice(0, count);

type Mix = { capitals?: number; small?: number; foreign?: number; digits?: number; marks?: number; blanks?: number };
/** A text of so many signs of each kind. By default it has the look of a code that another layout shows. */
const mixOf = ({ capitals = 60, small = 0, foreign = 5, digits = 30, marks = 5, blanks = 0 }: Mix = {}) =>
  some(CAPITALS, capitals) +
  some(CAPITALS.toLowerCase(), small) +
  some("Ö", foreign) +
  some("0123456789", digits) +
  some("-.", marks) +
  some(" ", blanks);

describe("retype", () => {
  const text = `E1:${some(`${CAPITALS}0123456789 $%*+-./:`, 100)}`;

  it("knows the text that each layout can show, with Caps Lock off or on", () => {
    for (const [name, shown] of Object.entries(keyboardLayouts)) {
      if (new Set(shown).size < shown.length) continue;
      expect(retype(typed(text, shown)), name).to.include(text);
      const capsLocked = swapCase(typed(text, shown));
      if (swapCase(capsLocked) === typed(text, shown)) expect(retype(capsLocked), name).to.include(text);
    }
  });

  it("knows Y and Z in each other's place as the rarer form", () => {
    const shown = keyboardLayouts["German, Austrian"] as string;
    expect(retypeRarely(typed(text, shown))).not.to.include(text);
    const other = typed(text, shown).replace(/[YZ]/g, (sign) => (sign === "Y" ? "Z" : "Y"));
    expect(retypeRarely(other)).to.include(text);
    expect(retype(other)).not.to.include(text);
  });

  it("reads the euro where Apple's layout has it in place of the sign for any currency", () => {
    const swedish = typed(text, keyboardLayouts["Swedish, Finnish, Estonian"] as string);
    expect(swedish).to.contain("¤");
    expect(retype(swedish.replaceAll("¤", "€"))).to.include(text);
  });

  it("reads an accent and its letter as the two keys that made one sign", () => {
    const german = (code: string) => typed(code, keyboardLayouts["German, Austrian"] as string);
    expect(german("+A")).to.equal("`A");
    expect(retype("À")).to.include("+A");
    // No key of the layout has such a sign, whole or in parts.
    expect(retype("ʬ")).to.deep.equal([]);
    expect(retype("Ạ")).to.deep.equal([]);
  });

  it("turns the case of each letter that has one in the other case", () => {
    expect(swapCase("aBc1ß ÄöñЖĳ")).to.equal("AbC1ß äÖÑжĲ");
  });
});

describe("looksRetyped", () => {
  const cases: [what: string, good: Mix, wrong: Mix][] = [
    ["90 signs or more", { capitals: 50 }, { capitals: 49 }],
    ["200 signs or fewer", { capitals: 160 }, { capitals: 161 }],
    ["a sign that is in no code", { foreign: 1 }, { foreign: 0 }],
    ["20 different signs or more", { capitals: 7, foreign: 55 }, { capitals: 6, foreign: 56 }],
    [
      "three in ten small letters at most",
      { capitals: 30, small: 30, foreign: 5 },
      { capitals: 31, small: 31, digits: 28 },
    ],
    [
      "three in ten capitals at most if small letters are more",
      { capitals: 25, small: 40, digits: 25 },
      { capitals: 26, small: 40, digits: 24 },
    ],
    ["a fifth of letters", { capitals: 15, digits: 75 }, { capitals: 14, digits: 76 }],
    ["a share of other signs", { capitals: 157, marks: 3, digits: 35 }, { capitals: 158, marks: 2, digits: 35 }],
    ["one blank in ten at most", { digits: 20, blanks: 10 }, { digits: 19, blanks: 11 }],
  ];
  for (const [what, good, wrong] of cases) {
    it(`wants ${what}`, () => {
      expect([looksRetyped(mixOf(good)), looksRetyped(mixOf(wrong))], mixOf(wrong)).to.deep.equal([true, false]);
    });
  }

  it("takes no text with a control sign or an address for one", () => {
    expect(looksRetyped(mixOf())).to.equal(true);
    for (const other of ["\n", "\u0000", "\u009f", "://"]) expect(looksRetyped(mixOf() + other)).to.equal(false);
    expect(looksRetyped(`${mixOf()}:/`)).to.equal(true);
  });
});
