import { expect } from "chai";
import fc from "fast-check";
import { entryCodes } from "../../test/helpers/arbitraries.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { toHex, utf8 } from "../core/bytes.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { codeProblem, type EntryCode, MAX_CODE_BYTES, readCode, writeCode } from "./codeText.ts";
import { qrModules } from "./qr.ts";

const rs = `0x${"5a".repeat(64)}` as const;
const PLAIN: EntryCode = {
  status: "parsed",
  eventTag: "0x01020304",
  serial: 0,
  count: 1,
  issuedAt: 1_900_000_000,
  challenge: "0x0000000000000000",
  proof: { kind: "p256", rs, recovery: 1 },
};
const CHALLENGE = "0x0102030405060708";
const passkey = (clientTail: string, signCount = 0xffffffff): EntryCode["proof"] => ({
  kind: "passkey",
  rs,
  recovery: 3,
  flags: 0x1d,
  signCount,
  clientTail: toHex(utf8(clientTail)),
});
const GREASE =
  ',"crossOrigin":false,"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}';

/** A code with changed bytes, which writeCode would never write. */
function altered(code: EntryCode, change: (bytes: number[]) => number[]): string {
  const bytes = decodeBase45((writeCode(code) as string).slice(3)) as Uint8Array;
  return `E1:${encodeBase45(new Uint8Array(change([...bytes])))}`;
}

const versionOf = (text: string) => (qrModules(text).length - 8 - 17) / 4;

describe("the text of an entry code", () => {
  it("has the bytes that its description lists", () => {
    const code = { ...PLAIN, serial: (3 << 11) | 5, count: 4, challenge: CHALLENGE } as const;
    const bytes = decodeBase45((writeCode(code) as string).slice(3)) as Uint8Array;
    // 001 | 01 | 1 | 01, tag, 6149 = 0x05 + 0x30 × 128, count, 1_900_000_000, challenge
    expect(toHex(bytes)).to.equal(`0x2d01020304853004713fb3000102030405060708${rs.slice(2)}`);
  });

  it("round-trips any code", () => {
    fc.assert(
      fc.property(entryCodes, (code) => {
        expect(readCode(writeCode(code) as string)).to.deep.equal(code);
      }),
      { numRuns: RUNS },
    );
  });

  it("is the only text of its code", () => {
    const mutated = fc
      .tuple(entryCodes, fc.nat(), fc.nat(255), fc.constantFrom("set", "cut", "add"))
      .map(([code, place, value, how]) =>
        altered(code, (bytes) => {
          const i = place % bytes.length;
          if (how === "set") return bytes.with(i, value);
          return how === "cut" ? bytes.toSpliced(i, 1) : bytes.toSpliced(i, 0, value);
        }),
      );
    fc.assert(
      fc.property(mutated, (text) => {
        const read = readCode(text);
        if (typeof read !== "string") expect(writeCode(read)).to.equal(text);
      }),
      { numRuns: RUNS },
    );
  });

  const modes: [string, EntryCode][] = [
    ["p256, time mode", PLAIN],
    ["secp256k1, last serial, challenge", { ...PLAIN, serial: 0xffffffff, challenge: CHALLENGE }],
    ["passkey, time mode", { ...PLAIN, proof: passkey(',"crossOrigin":false}') }],
    ["passkey, last serial, challenge", { ...PLAIN, serial: 0xffffffff, challenge: CHALLENGE, proof: passkey("}") }],
    ["passkey with grease", { ...PLAIN, serial: 0xffffffff, challenge: CHALLENGE, proof: passkey(GREASE) }],
    ["odd tail of 15 bytes, last serial", { ...PLAIN, serial: 0xffffffff, proof: passkey("x".repeat(15)) }],
    [
      "odd tail of 7 bytes and challenge",
      { ...PLAIN, serial: 0xffffffff, challenge: CHALLENGE, proof: passkey("x".repeat(7)) },
    ],
  ];
  for (const [mode, code] of modes) {
    it(`fits QR version 8 at ECC Q: ${mode}`, () => {
      const text = writeCode(code) as string;
      expect(versionOf(text)).to.be.at.most(8);
      expect(readCode(text)).to.deep.equal(code);
    });
  }

  it("fits QR version 7 in time mode, of any kind and with any counter below 128", () => {
    const lastOfFour = 2 ** 28 - 1;
    const kinds: EntryCode["proof"][] = [
      { kind: "secp256k1", rs, recovery: 0 },
      { kind: "p256", rs, recovery: 3 },
      passkey(GREASE, 0),
      passkey("}", 127),
    ];
    for (const proof of kinds) {
      const text = writeCode({ ...PLAIN, serial: lastOfFour, count: 8, proof }) as string;
      expect(versionOf(text), proof.kind).to.be.at.most(7);
      expect(text.length).to.be.at.most(125);
    }
    // The longest of version 7: one byte more is version 8.
    expect(writeCode({ ...PLAIN, serial: lastOfFour, proof: passkey("}", 127) })).to.have.length(125);
    expect(versionOf(writeCode({ ...PLAIN, serial: lastOfFour, proof: passkey("}", 128) }) as string)).to.equal(8);
  });

  it("has 79 to 81 bytes for a passkey, by the size of the serial", () => {
    const sizeOf = (serial: number) =>
      (decodeBase45((writeCode({ ...PLAIN, serial, proof: passkey("}", 0) }) as string).slice(3)) as Uint8Array).length;
    expect([128, 2 ** 14, 2 ** 21].map(sizeOf)).to.deep.equal([79, 80, 81]);
  });

  it("is not written when it would need version 9", () => {
    const serial = 0xffffffff;
    expect(writeCode({ ...PLAIN, serial, proof: passkey("x".repeat(16)) })).to.equal(undefined);
    expect(writeCode({ ...PLAIN, serial, challenge: CHALLENGE, proof: passkey("x".repeat(8)) })).to.equal(undefined);
    expect(writeCode({ ...PLAIN, proof: passkey("x".repeat(256)) })).to.equal(undefined);
    const longest = `E1:${encodeBase45(new Uint8Array(MAX_CODE_BYTES))}`;
    expect(versionOf(longest)).to.equal(8);
    expect(versionOf(`E1:${encodeBase45(new Uint8Array(MAX_CODE_BYTES + 1))}`)).to.equal(9);
  });

  const refused: [string, string, string][] = [
    ["nothing", "", "prefix"],
    ["another prefix", "E2:ABC", "prefix"],
    ["no bytes", "E1:", "length"],
    ["characters outside base45", "E1:abc", "base45"],
    ["too long", `E1:${"0".repeat(156)}`, "length"],
    ["version 2", altered(PLAIN, (bytes) => bytes.with(0, 0x49)), "version"],
    ["kind 3", altered(PLAIN, (bytes) => bytes.with(0, 0x39)), "kind"],
    ["secp256k1 with recovery 2", altered(PLAIN, (bytes) => bytes.with(0, 0x22)), "kind"],
    ["a serial in a longer form", altered(PLAIN, (bytes) => bytes.toSpliced(5, 1, 0x80, 0x00)), "serial"],
    ["a serial of 2^32", altered(PLAIN, (bytes) => bytes.toSpliced(5, 1, 0x80, 0x80, 0x80, 0x80, 0x10)), "serial"],
    [
      "a serial that does not end",
      altered(PLAIN, (bytes) => bytes.toSpliced(5, 1, 0x80, 0x80, 0x80, 0x80, 0x80)),
      "serial",
    ],
    ["count 0", altered(PLAIN, (bytes) => bytes.with(6, 0)), "count"],
    ["count 9", altered(PLAIN, (bytes) => bytes.with(6, 9)), "count"],
    [
      "a challenge of zeros",
      altered(PLAIN, (bytes) => bytes.with(0, 0x2d).toSpliced(11, 0, ...Array(8).fill(0))),
      "challenge",
    ],
    ["a byte too few", altered(PLAIN, (bytes) => bytes.slice(0, -1)), "length"],
    ["a byte too many", altered(PLAIN, (bytes) => [...bytes, 0]), "length"],
    ["one byte", `E1:${encodeBase45(new Uint8Array([0x28]))}`, "serial"],
    [
      "a counter in a longer form",
      altered({ ...PLAIN, proof: passkey("}", 1) }, (bytes) => bytes.toSpliced(12, 1, 0x81, 0x00)),
      "signCount",
    ],
    [
      "a counter of 2^32",
      altered({ ...PLAIN, proof: passkey("}") }, (bytes) => bytes.toSpliced(12, 5, 0x80, 0x80, 0x80, 0x80, 0x10)),
      "signCount",
    ],
    [
      "a counter that does not end",
      altered({ ...PLAIN, proof: passkey("}") }, (bytes) => bytes.toSpliced(12, 5, 0x80, 0x80, 0x80, 0x80, 0x80)),
      "signCount",
    ],
    [
      "a counter in four bytes, as it once was",
      altered({ ...PLAIN, proof: passkey("}", 1) }, (bytes) => bytes.toSpliced(12, 1, 0, 0, 0, 1)),
      "length",
    ],
    ["tail 3", altered({ ...PLAIN, proof: passkey("}") }, (bytes) => bytes.with(17, 3)), "tail"],
    [
      "a known tail in full",
      altered({ ...PLAIN, proof: passkey("}") }, (bytes) => bytes.toSpliced(17, 1, 255, 1, 0x7d)),
      "tail",
    ],
    [
      "a tail that is cut off",
      altered({ ...PLAIN, proof: passkey("}") }, (bytes) => bytes.toSpliced(17, 1, 255, 90)),
      "tail",
    ],
  ];
  for (const [what, text, problem] of refused) {
    it(`is refused for its ${problem}: ${what}`, () => {
      expect(readCode(text)).to.equal(problem);
    });
  }
});

describe("an entry code as an object", () => {
  const withProof = (change: object) => codeProblem({ ...PLAIN, proof: { ...passkey("}"), ...change } });

  it("may have every value that its fields can have, and no other", () => {
    const bounds: [good: object, wrong: object, problem: string][] = [
      [{ serial: 2 ** 32 - 1 }, { serial: 2 ** 32 }, "serial"],
      [{ count: 8 }, { count: 9 }, "count"],
      [{ count: 1 }, { count: 0 }, "count"],
      [{ issuedAt: 2 ** 32 - 1 }, { issuedAt: 2 ** 32 }, "form"],
      [{ challenge: CHALLENGE }, { challenge: `${CHALLENGE}00` }, "challenge"],
    ];
    for (const [good, wrong, problem] of bounds) {
      expect(codeProblem({ ...PLAIN, ...good })).to.equal(undefined);
      expect(codeProblem({ ...PLAIN, ...wrong })).to.equal(problem);
    }
  });

  it("may have every proof of a passkey, and no other", () => {
    const bounds: [good: object, wrong: object, problem: string][] = [
      [{ clientTail: `0x${"78".repeat(255)}` }, { clientTail: `0x${"78".repeat(256)}` }, "tail"],
      [{ clientTail: "0x" }, { clientTail: "" }, "tail"],
      [{ signCount: 2 ** 32 - 1 }, { signCount: 2 ** 32 }, "signCount"],
      [{ flags: 255 }, { flags: 256 }, "form"],
      [{ recovery: 3 }, { recovery: 4 }, "kind"],
    ];
    for (const [good, wrong, problem] of bounds) {
      expect(withProof(good)).to.equal(undefined);
      expect(withProof(wrong)).to.equal(problem);
    }
    expect(codeProblem({ ...PLAIN, proof: { kind: "secp256k1", rs, recovery: 2 } })).to.equal("kind");
    expect(codeProblem({ ...PLAIN, proof: { kind: "other", rs, recovery: 0 } })).to.equal("kind");
    expect(codeProblem(undefined)).to.equal("form");
  });
});
