import { expect } from "chai";
import { type Address, composeCode, type EventRef, entryProofDigest, type Hex, NO_CHALLENGE } from "doorkey/code";
import { holderKey } from "doorkey-test-support/keys";
import { keyboardLayouts, TYPED_SIGNS } from "../../../sdk/src/verdicts/keyboardLayouts.ts";
import { chooseTyped } from "./chooseTyped.ts";
import { usSign } from "./usKeys.ts";

/** The key of a US keyboard that a scanner presses for a sign. */
function pressOf(sign: string): { readonly code: string; readonly shiftKey: boolean } {
  const marks: { readonly [sign: string]: readonly [code: string, shiftKey: boolean] } = {
    $: ["Digit4", true],
    "%": ["Digit5", true],
    "*": ["Digit8", true],
    "+": ["Equal", true],
    ":": ["Semicolon", true],
    "-": ["Minus", false],
    ".": ["Period", false],
    "/": ["Slash", false],
    " ": ["Space", false],
    "]": ["BracketRight", false],
  };
  const [code, shiftKey] = marks[sign] ?? (/\d/.test(sign) ? [`Digit${sign}`, false] : [`Key${sign}`, true]);
  return { code, shiftKey };
}

const EVENT: EventRef = { chainId: 31_337, rightsRegistry: `0x${"12".repeat(20)}`, eventId: 7 };
const KEY = holderKey("p256", 1);
const PROOF = {
  rightId: 7n << 32n,
  count: 1,
  holder: KEY.address as Address,
  issuedAt: 1_900_000_000,
  challenge: NO_CHALLENGE,
};
const CODE = composeCode(EVENT, PROOF, KEY.sign(entryProofDigest(EVENT, PROOF)) as Hex);

describe("a scanner that types", () => {
  it("is read by its keys for each sign of a code", () => {
    expect(Array.from(TYPED_SIGNS, (sign) => usSign(pressOf(sign))).join("")).to.equal(TYPED_SIGNS);
  });

  it("is read whether or not Caps Lock turns its letters", () => {
    expect(usSign({ code: "KeyQ", shiftKey: false })).to.equal("Q");
  });

  it("adds nothing for keys that no code has", () => {
    for (const code of ["ShiftLeft", "F5", "ArrowUp", "Backquote"]) {
      expect(usSign({ code, shiftKey: false })).to.equal("");
    }
  });

  for (const [layout, shown] of Object.entries(keyboardLayouts)) {
    it(`is understood on a host with the layout ${layout}`, () => {
      const byKey = Array.from(CODE, (sign) => shown[TYPED_SIGNS.indexOf(sign)] ?? sign).join("");
      const byCode = Array.from(CODE, (sign) => usSign(pressOf(sign))).join("");
      expect(chooseTyped({ byCode, byKey }, (text) => text === CODE)).to.equal(CODE);
    });
  }

  it("is read by its signs if it knows the layout of its host", () => {
    expect(chooseTyped({ byCode: "E1>GARBLED", byKey: CODE }, () => false)).to.equal(CODE);
  });

  it("is read by its signs if no key has a name, and by its keys if an input method hides the signs", () => {
    expect(chooseTyped({ byCode: "", byKey: "4006381333931" }, () => false)).to.equal("4006381333931");
    expect(chooseTyped({ byCode: CODE, byKey: "" }, () => false)).to.equal(CODE);
  });
});
