import { expect } from "chai";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { entryCode } from "../codes/entryCode.ts";
import type { Address } from "../core/Hex.ts";
import { checkCode } from "./checkCode.ts";
import { checkScan } from "./checkScan.ts";
import { keyboardLayouts, TYPED_SIGNS } from "./keyboardLayouts.ts";
import type { Manifest } from "./Manifest.ts";
import { parseCode } from "./parseCode.ts";

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

  it("names the layout if several codes can have been meant, and no holder signed one", async () => {
    const thief = await keyOf("secp256k1");
    const shown = keyboardLayouts["German, Austrian"] as string;
    const verdicts = new Set<string>();
    for (let index = 0; index < 8; index++) {
      const { text } = await entryCode(thief, passOf(thief, { index }), { clock: clockAt(NOW) });
      const { code, verdict } = checkScan(typed(text, shown), options());
      verdicts.add(verdict.reason);
      if (verdict.reason === "scanner-layout") expect(code).to.equal(verdict);
    }
    expect([...verdicts]).to.satisfy((all: string[]) =>
      all.every((reason) => reason === "bad-signature" || reason === "scanner-layout"),
    );
  });

  it("says wrong event of a code of another event, on any host", () => {
    const elsewhere = { ...options(), manifest: { ...manifest, eventId: 8 } };
    for (const name of ["German, Austrian", "French", "Russian"]) {
      const { verdict } = checkScan(typed(texts[0] as string, keyboardLayouts[name] as string), elsewhere);
      expect(verdict.reason, name).to.equal("wrong-event");
    }
  });
});
