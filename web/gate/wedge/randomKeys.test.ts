/** What comes from a scanner that is broken, from a cat on the keyboard, and from one who wants to jam the gate. */
import { expect } from "chai";
import { parseCode } from "doorkey/code";
import { chooseTyped, type Typed } from "./chooseTyped.ts";
import { ScannerText } from "./ScannerText.ts";

const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const ODD = ["é", "券", "\u0000", "\ud83d\ude00", "\ud800", "<", "{", "Dead", "Process", "F5", ""];
const CODES = [
  "KeyA",
  "Digit5",
  "Equal",
  "Space",
  "IntlRo",
  "Backquote",
  "Unidentified",
  "",
  "constructor",
  "__proto__",
];
const TEXTS = 100_000;

/** Numbers from 0 to below 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("a scanner that types nonsense", () => {
  it(`throws at none of ${TEXTS} random texts, and reads the next good one`, function () {
    this.timeout(0);
    const random = seeded(20_261_129);
    const pick = <T>(of: ArrayLike<T>): T => of[Math.floor(random() * of.length)] as T;
    const scanned: Typed[] = [];
    const text = new ScannerText((typed) => scanned.push(typed));
    let at = 0;
    for (let i = 0; i < TEXTS; i++) {
      // Some are as long as a code, few are longer than any.
      const length = i % 1_000 === 0 ? 3_000 : Math.floor(random() * 24);
      for (let n = 0; n < length; n++) {
        at += random() * 20;
        const sign = random() < 0.9 ? pick(SIGNS) : pick(ODD);
        const code = random() < 0.8 ? codeOf(sign) : pick(CODES);
        text.press({ code, key: sign, shiftKey: random() < 0.5, at });
      }
      if (random() < 0.7) text.end();
      else at += 200;
    }
    expect(scanned.length).to.be.above(TEXTS / 3);
    for (const typed of scanned) {
      expect(Math.max(typed.byCode.length, typed.byKey.length)).to.be.at.most(2_000);
      expect(parseCode(chooseTyped(typed, () => false)).status).to.equal("refuse");
    }
    scanned.length = 0;
    at += 200;
    for (const sign of "4006381333931") text.press({ code: codeOf(sign), key: sign, shiftKey: false, at });
    text.end();
    expect(scanned).to.deep.equal([{ byCode: "4006381333931", byKey: "4006381333931" }]);
  });
});

function codeOf(sign: string): string {
  if (/^\d$/.test(sign)) return `Digit${sign}`;
  return /^[A-Z]$/.test(sign) ? `Key${sign}` : "Space";
}
