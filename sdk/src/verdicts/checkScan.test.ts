import { expect } from "chai";
import { keccak256, toBeHex } from "ethers";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { writeCode } from "../codes/codeText.ts";
import { entryCode } from "../codes/entryCode.ts";
import { eventTag } from "../codes/eventTag.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Address } from "../core/Hex.ts";
import { checkCode } from "./checkCode.ts";
import { checkScan } from "./checkScan.ts";
import { keyboardLayouts, TYPED_SIGNS } from "./keyboardLayouts.ts";
import type { Manifest } from "./Manifest.ts";
import { parseCode, possibleCodes } from "./parseCode.ts";

const NOW = DOORS_OPEN + 60;
const typed = (code: string, shown: string) =>
  Array.from(code, (sign) => shown.charAt(TYPED_SIGNS.indexOf(sign))).join("");
/** The layout with Y and Z in each other's place. */
const turned = (shown: string) => shown.slice(0, 34) + shown.charAt(35) + shown.charAt(34) + shown.slice(36);

describe("checkScan", () => {
  let manifest: Manifest;
  let texts: readonly string[];
  let holder: Address;
  before(async () => {
    const key = await keyOf("secp256k1");
    holder = key.address;
    manifest = manifestOf(batchOf(Array(8).fill(holder)));
    texts = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        entryCode(key, passOf(key, { index }), { clock: clockAt(NOW - index) }).then(({ text }) => text),
      ),
    );
  });
  const options = () => ({ manifest, admitted: new Map(), now: NOW, lane: 1 });

  it("admits a code from a host of each layout, also with Y and Z in each other's place", () => {
    for (const [name, shown] of Object.entries(keyboardLayouts)) {
      for (const text of texts) {
        for (const layout of [shown, turned(shown)]) {
          // Where all signs look right, the signature says that they are not.
          if (parseCode(typed(text, layout)).status === "parsed" && /^E1:[^é]*$/.test(typed(text, layout))) continue;
          const { code, verdict } = checkScan(typed(text, layout), options());
          expect(verdict.status, `${name}: ${typed(text, layout)}`).to.equal("admit");
          expect(code).to.deep.equal(parseCode(text));
        }
      }
    }
  });

  it("decides on texts of US hosts as checkCode does", () => {
    for (const text of [...texts, "nothing", "E1:", `${texts[0]}\r\n`, `\u0002]Q1${texts[1]}`]) {
      expect(checkScan(text, options()).verdict).to.deep.equal(checkCode(text, options()));
    }
  });

  /** A code that its right's holder did not sign, and a venue whose last right it is. */
  function forged(n: number) {
    const serial = n % 45;
    const rs = `0x${keccak256(toBeHex(n, 32)).slice(2).repeat(2)}` as const;
    const proof = { kind: "secp256k1", rs, recovery: 0 } as const;
    const code = { eventTag: eventTag(manifest), serial, count: 1, issuedAt: NOW, challenge: NO_CHALLENGE, proof };
    const scene = { ...options(), manifest: manifestOf(batchOf(Array(serial + 1).fill(holder))) };
    return { text: writeCode({ status: "parsed", ...code }) ?? "", scene };
  }

  it("takes a code that stands in the text for what it is, although another layout may show the same signs", () => {
    let ambiguous = 0;
    for (let n = 0; n < 2_000; n++) {
      const { text, scene } = forged(n);
      if (possibleCodes(text).length < 2) continue;
      ambiguous++;
      expect(checkScan(text, scene)).to.deep.equal({ code: parseCode(text), verdict: checkCode(text, scene) });
    }
    expect(ambiguous).to.be.above(0);
  });

  it("names the layout also if only some of the codes fail for another reason", () => {
    let mixed = 0;
    for (let n = 0; n < 90; n++) {
      const { text, scene } = forged(n);
      const scanned = typed(text, keyboardLayouts.Ukrainian as string);
      const [first, ...others] = possibleCodes(scanned).map((code) => checkCode(code, scene).reason);
      if (!others.some((reason) => reason === first) || others.every((reason) => reason === first)) continue;
      mixed++;
      expect(checkScan(scanned, scene).verdict).to.deep.equal({ status: "refuse", reason: "scanner-layout" });
    }
    expect(mixed).to.be.above(0);
  });

  it("names the layout if several codes can have been meant, and each fails for another reason", async () => {
    const thief = await keyOf("secp256k1");
    const shown = keyboardLayouts["German, Austrian"] as string;
    const told: Record<string, number> = {};
    for (let index = 0; index < 45; index++) {
      const { text } = await entryCode(thief, passOf(thief, { index }), { clock: clockAt(NOW) });
      const scanned = typed(text, shown);
      // The last right of the event: one that a Z in place of a Y makes of it is none.
      const scene = { ...options(), manifest: manifestOf(batchOf(Array(index + 1).fill(holder))) };
      const { code, verdict } = checkScan(scanned, scene);
      told[verdict.reason] = (told[verdict.reason] ?? 0) + 1;
      const reasons = possibleCodes(scanned).map((one) => checkCode(one, scene).reason);
      if (verdict.reason === "scanner-layout") {
        expect(verdict).to.deep.equal({ status: "refuse", reason: "scanner-layout" });
        expect(code).to.equal(verdict);
        expect(new Set(reasons).size).to.be.above(1);
      } else {
        // All of them fail for this one.
        expect(new Set(reasons)).to.deep.equal(new Set([verdict.reason]));
        expect(code).to.deep.equal(possibleCodes(scanned)[0]);
      }
    }
    // Some codes have a Y or a Z in their event or right, most do not.
    expect(told["scanner-layout"]).to.be.above(0);
    expect(told["bad-signature"]).to.be.above(0);
    expect(Object.keys(told)).to.have.length(2);
  });

  it("refuses what is not a text", () => {
    const refused = { status: "refuse", reason: "not-a-code", problem: "form" };
    for (const other of [7, undefined, null] as never[]) {
      expect(checkScan(other, options())).to.deep.equal({ code: refused, verdict: refused });
    }
  });

  it("says wrong event of a code of another event, on any host", () => {
    const elsewhere = { ...options(), manifest: { ...manifest, eventId: 8 } };
    for (const name of ["German, Austrian", "French", "Russian"]) {
      const { verdict } = checkScan(typed(texts[0] as string, keyboardLayouts[name] as string), elsewhere);
      expect(verdict.reason, name).to.equal("wrong-event");
    }
  });
});
