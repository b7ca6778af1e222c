import { expect } from "chai";
import { codes } from "../../../vectors/read.ts";
import { EVENT, manifestOf } from "../../test/helpers/venue.ts";
import { issueChallenge, readChallenge } from "../codes/challenge.ts";
import { readCode } from "../codes/codeText.ts";
import { MAX_SCANNED } from "../codes/withoutFrame.ts";
import { checkCode } from "./checkCode.ts";
import { keyboardLayouts, TYPED_SIGNS } from "./keyboardLayouts.ts";
import { parseCode, plainCode, possibleCodes } from "./parseCode.ts";
import { sentenceFor } from "./sentenceFor.ts";

const texts = codes().good.map(({ text }) => text);
const [text = ""] = texts;

/** What a host shows when a scanner types a code for a US keyboard. */
const typed = (code: string, shown: string) =>
  Array.from(code, (sign) => shown.charAt(TYPED_SIGNS.indexOf(sign))).join("");
const withCapsLock = (shown: string) =>
  shown.replace(/[^ß]/gu, (sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase()));
const reasonOf = (scanned: string) => {
  const read = parseCode(scanned);
  return read.status === "refuse" ? read.reason : read.status;
};

describe("parseCode", () => {
  describe("reads a code", () => {
    const frames: [string, (code: string) => string][] = [
      ["with line ends", (code) => `\r\n${code}\r\n\r\n`],
      ["with a tab", (code) => `${code}\t`],
      ["with blanks", (code) => `  ${code}   `],
      ["with blanks that do not break, and a byte order mark", (code) => `\ufeff\u00a0${code}\u00a0\u200b`],
      ["with STX and ETX", (code) => `\u0002${code}\u0003`],
      ["with control characters of every kind", (code) => `\u0000\u001b\u009f${code}\u001d\u0004\u007f`],
      ...Array.from({ length: 7 }, (_, i): [string, (code: string) => string] => [
        `with the AIM prefix ]Q${i}`,
        (code) => `]Q${i}${code}`,
      ]),
      ["with STX, an AIM prefix, a blank, ETX and a line end", (code) => `\u0002]Q1 ${code}\u0003\r\n`],
      ["with Caps Lock", withCapsLock],
      ["with Caps Lock and an AIM prefix", (code) => withCapsLock(`]Q1${code}`)],
      [
        "in full width, as an input method shows it",
        (code) =>
          Array.from(code, (sign) => (sign === " " ? "\u3000" : String.fromCharCode(sign.charCodeAt(0) + 0xfee0))).join(
            "",
          ),
      ],
      ["with 100,000 line ends", (code) => `${"\n".repeat(50_000)}${code}${"\n".repeat(50_000)}`],
    ];
    for (const [how, frame] of frames) {
      it(how, () => {
        for (const code of texts) expect(parseCode(frame(code)), code).to.deep.equal(readCode(code));
      });
    }
  });

  describe("of a scanner that types US keys", () => {
    for (const [name, shown] of Object.entries(keyboardLayouts)) {
      it(`reads a ${name} host, or says that the layout differs`, () => {
        expect(shown).to.have.length(TYPED_SIGNS.length);
        for (const code of texts) {
          for (const scanned of [typed(code, shown), `${typed(`]Q1${code}`, shown)}\r`]) {
            // Where all signs look right, no reader can see that they are others: the signature says it.
            if (typeof readCode(scanned) !== "string") continue;
            const read = parseCode(scanned);
            if (read.status === "refuse") expect(read.reason, scanned).to.equal("scanner-layout");
            else expect(read, scanned).to.deep.equal(readCode(code));
          }
        }
      });
    }

    it("reads all but hosts whose layout comes in two forms", () => {
      const unread = Object.entries(keyboardLayouts).flatMap(([name, shown]) =>
        texts.some((code) => reasonOf(typed(code, shown)) === "scanner-layout") ? [name] : [],
      );
      expect(unread).to.deep.equal(["Czech", "Czech, QWERTY", "Slovak", "Slovak, QWERTY"]);
    });

    it("reads them with Caps Lock", () => {
      for (const name of ["German, Austrian", "Swedish, Finnish, Estonian", "Spanish", "Turkish Q", "Russian"]) {
        for (const code of texts) {
          const shown = withCapsLock(typed(code, keyboardLayouts[name] as string));
          expect(parseCode(shown), name).to.deep.equal(readCode(code));
        }
      }
    });

    it("reads accents that a dead key put on the next letter", () => {
      const german = keyboardLayouts["German, Austrian"] as string;
      const accented = texts.filter((code) => /\+[AEIOU]/.test(code));
      expect(accented).not.to.have.length(0);
      for (const code of accented) {
        const shown = typed(code, german).replace(/`([AEIOU])/g, (_, letter) => `${letter}\u0300`.normalize("NFC"));
        expect(shown).to.match(/[ÀÈÌÒÙ]/);
        expect(parseCode(shown)).to.deep.equal(readCode(code));
      }
    });

    it("answers scanner-layout if a dead key swallowed a blank, or no row has the layout", () => {
      const german = keyboardLayouts["German, Austrian"] as string;
      const thai = 'จๅ/-ภถุึคตฤฺฉฏฎโฌ็ณ๋ษศ?์ฯญ๐ฑฆธ๊ฮ")ํ( ๓๔๕๙ขใฝซล';
      const arabic = "0123456789ِﻵ}]ُ[ﻷأ÷ـ،/'آ×؛ٌٍَﻹ`{ًْإ~ $%*+-زظ:د";
      const neo = "0123456789UZÄALEOSGNRTMBFQXCIWHPVÖKÜ »«„¸-.jD´";
      const scans = [
        typed(text, german).replace(/`./, "`"),
        text.replace("$", "₦").slice(0, 60) + text.slice(60).replaceAll("$", "₦").replaceAll("A", "₦"),
        ...texts.flatMap((code) => [
          typed(code, arabic),
          typed(code, thai),
          typed(code, neo),
          withCapsLock(typed(code, neo)),
        ]),
      ];
      for (const scanned of scans) {
        const read = parseCode(scanned);
        expect(reasonOf(scanned), scanned).to.equal("scanner-layout");
        if (read.status === "refuse") {
          expect(sentenceFor(read))
            .to.match(/^The scanner types another keyboard layout/)
            .and.not.to.contain("ticket page");
        }
      }
    });

    it("answers scanner-layout if the scanner types for another host than a US one", () => {
      const scanners = {
        German: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%}]/.&>",
        French: ')!@#$%^&*(QBCDEFGHIJKL:NOPARSTUVZXYW ]"\\+6<>.',
        Spanish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%}]/.&>",
        Japanese: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%\":-./'",
        Dutch: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%];/.->",
      };
      for (const [name, shown] of Object.entries(scanners)) {
        for (const code of texts) {
          for (const scanned of [typed(code, shown), withCapsLock(typed(code, shown))]) {
            expect(reasonOf(scanned), `${name}: ${scanned}`).to.equal("scanner-layout");
          }
        }
      }
    });

    it("does not guess if two layouts give two codes", () => {
      // Only the places of Y and Z distinguish a German host from a Swedish one, if the code has no sign that both move.
      const german = keyboardLayouts["German, Austrian"] as string;
      const swedish = keyboardLayouts["Swedish, Finnish, Estonian"] as string;
      const shared = Array.from(text, (sign) => {
        const same = german[TYPED_SIGNS.indexOf(sign)] === swedish[TYPED_SIGNS.indexOf(sign)];
        return same || "YZ".includes(sign) ? sign : "0";
      }).join("");
      const code = `${text.slice(0, 20)}${shared.slice(20, -2)}Y0`.replace(/[$\-/]/g, "0");
      if (typeof readCode(code) === "string") throw new Error("the made code is none");
      expect(reasonOf(typed(code, german))).to.equal("scanner-layout");
    });
  });

  it("calls nothing else a scanner's layout", () => {
    const others = [
      "",
      "https://tickets.example/orders/8f3a9b1c2d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcdef?code=ABCDEF123456",
      "HTTPS://TICKETS.EXAMPLE/ORDERS/8F3A9B1C2D4E5F60718293A4B5C6D7E8F90123456789ABCDEF0123456789ABCDEF?CODE=ABCDEF123456",
      "4006381333931".repeat(10),
      "0123456789abcdef".repeat(8),
      "JBSWY3DPEHPK3PXP".repeat(8),
      "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
      "Please hold this letter in front of the camera, so that the gate can see it; then walk on to the next lane, thanks.",
      "PLEASE HOLD THIS LETTER IN FRONT OF THE CAMERA, SO THAT THE GATE CAN SEE IT; THEN WALK ON TO THE NEXT LANE, THANKS.",
      `HC1:${text.slice(3)}`,
      text.replace("$", "#"),
      "BEGIN:VCARD\nVERSION:3.0\nN:Tanaka;Aya\nTEL:+81-90-1234-5678\nEMAIL:aya@example.com\nEND:VCARD\nX-NOTE:ÄÖÜ ÄÖÜ ÄÖÜ 99",
      text.slice(3),
      text.slice(0, 60),
      `${text}$`,
      text.replace("E1", "C1"),
      `${text}${"Ö".repeat(160 - text.length)}`,
    ];
    for (const other of others) expect(reasonOf(other), other).to.equal("not-a-code");
  });

  it("knows what a scanner can have meant, if the text itself is not a code", () => {
    const shown = keyboardLayouts["German, Austrian"] as string;
    expect(possibleCodes(typed(text, shown))).to.deep.include(readCode(text));
    expect(possibleCodes(withCapsLock(text))).to.deep.equal([readCode(text)]);
    const long = "Ö".repeat(MAX_SCANNED);
    for (const other of ["", "nothing", long, `${long}Ö`, 7 as never, undefined as never]) {
      expect(possibleCodes(other)).to.deep.equal([]);
    }
  });

  it("knows a code that stands in the text as it is, and no other", () => {
    for (const framed of [text, ` ]Q1${text}\r\n`]) expect(plainCode(framed)).to.deep.equal(readCode(text));
    for (const other of [withCapsLock(text), "", "nothing", 7 as never, undefined as never]) {
      expect(plainCode(other)).to.equal(undefined);
    }
  });

  it("reads challenges as scanners give them", () => {
    const challenge = issueChallenge({ event: EVENT, now: 0 });
    for (const scanned of [`${challenge.text}\r\n`, ` ${challenge.text}`, `\u0002]Q1${challenge.text}\u0003`]) {
      expect(readChallenge(scanned, EVENT)).to.equal(challenge.value);
    }
  });

  it("decides as checkCode does on the text itself", () => {
    const options = { manifest: manifestOf(), admitted: new Map(), now: 1_900_000_001, lane: 1 };
    for (const scanned of [text, typed(text, keyboardLayouts.French as string), "no code", "E1:"]) {
      expect(checkCode(scanned, options)).to.deep.equal(checkCode(parseCode(scanned), options));
    }
  });
});
