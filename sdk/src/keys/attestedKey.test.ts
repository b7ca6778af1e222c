import { p256 } from "@noble/curves/nist.js";
import { expect } from "chai";
import fc from "fast-check";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { bigEndian, concat, fromHex, toHex, utf8 } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { attestedKey } from "./attestedKey.ts";
import { readCbor } from "./cbor.ts";

/** Web Authentication Level 3, 16.1.2: ES256 without attestation. */
const AUTH_DATA =
  "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const X = "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61";
const Y = "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
const KEY = `0x${X}${Y}`;
const VECTOR: Hex = `0xa363666d74646e6f6e656761747453746d74a068617574684461746158a4${AUTH_DATA}`;

/** The first 55 bytes and the credential id of the vector. */
const HEAD = fromHex(`0x${AUTH_DATA.slice(0, 2 * (55 + 32))}`);
const COSE: Hex = `0xa5010203262001215820${X}225820${Y}`;

const text = (value: string) => concat(new Uint8Array([0x60 + value.length]), utf8(value));
const blob = (bytes: Uint8Array) => concat(new Uint8Array([0x59]), bigEndian(bytes.length, 2), bytes);
const attestation = (authData: Uint8Array, statement: Uint8Array = new Uint8Array([0xa0])) =>
  concat(
    new Uint8Array([0xa3]),
    text("fmt"),
    text("none"),
    text("attStmt"),
    statement,
    text("authData"),
    blob(authData),
  );

const keyIn = (bytes: Uint8Array) => {
  const key = attestedKey(bytes);
  return key && toHex(key);
};
const withCose = (cose: Hex) => attestation(concat(HEAD, fromHex(cose)));

describe("the key in an attestation", () => {
  it("is that of the specification's vector", () => {
    expect(keyIn(fromHex(VECTOR))).to.equal(KEY);
  });

  it("is read in each form that authenticators write", () => {
    const forms: [title: string, bytes: Uint8Array][] = [
      ["a longer length", attestation(fromHex(`0x${AUTH_DATA}`))],
      ["a map of unknown length", fromHex(`0xbf${VECTOR.slice(4)}ff`)],
      [
        "extensions after the key",
        attestation(concat(fromHex(`0x${AUTH_DATA}`), fromHex("0xa16a6372656450726f7465637402"))),
      ],
      [
        "a statement with certificates",
        attestation(
          fromHex(`0x${AUTH_DATA}`),
          concat(
            new Uint8Array([0xa3]),
            text("alg"),
            fromHex("0x26"),
            text("sig"),
            blob(new Uint8Array(72)),
            text("x5c"),
            new Uint8Array([0x81]),
            blob(new Uint8Array(900)),
          ),
        ),
      ],
      [
        "authData first",
        concat(new Uint8Array([0xa2]), text("authData"), blob(fromHex(`0x${AUTH_DATA}`)), text("fmt"), text("none")),
      ],
      ["labels in another order", withCose(`0xa5225820${Y}215820${X}200103260102`)],
      ["no credential id", attestation(concat(HEAD.subarray(0, 53), new Uint8Array(2), fromHex(COSE)))],
    ];
    for (const [title, bytes] of forms) expect(keyIn(bytes), title).to.equal(KEY);
  });

  it("is not read from another kind of key", () => {
    const others: [title: string, cose: Hex][] = [
      ["RSA", `0xa401030339010020590100${"ab".repeat(256)}2143010001`],
      ["Ed25519", `0xa4010103272006215820${X}`],
      ["P-384", `0xa501020338222002215820${X}225820${Y}`],
      ["ES256 on another curve", `0xa5010203262008215820${X}225820${Y}`],
      ["without an algorithm", `0xa401022001215820${X}225820${Y}`],
      ["a compressed y", `0xa5010203262001215820${X}22f5`],
      ["a short x", `0xa501020326200121581f${X.slice(2)}225820${Y}`],
      ["a point off the curve", `0xa5010203262001215820${X}225820${X}`],
      ["zeros", `0xa5010203262001215820${"00".repeat(32)}225820${"00".repeat(32)}`],
      ["a label twice", `0xa6010203262001215820${X}225820${Y}0102`],
      ["a list", `0x8501020326${"01".repeat(3)}`],
    ];
    for (const [title, cose] of others) expect(keyIn(withCose(cose)), title).to.equal(undefined);
  });

  it("is not read from hostile bytes", () => {
    const flags = fromHex(VECTOR);
    flags[30 + 32] = 0x01;
    const hostile: [title: string, bytes: Uint8Array][] = [
      ["nothing", new Uint8Array()],
      ["no attested data", flags],
      ["a byte too many", concat(fromHex(VECTOR), new Uint8Array(1))],
      ["a map that says 2^64 items", fromHex("0xbbffffffffffffffff")],
      ["bytes that say 2^64", fromHex("0x5bffffffffffffffff")],
      ["a list that says 2^32 items", fromHex("0x9affffffff")],
      ["a map without an end", fromHex("0xbf")],
      ["lists in lists", new Uint8Array(60_000).fill(0x81)],
      ["endless lists in lists", new Uint8Array(60_000).fill(0x9f)],
      ["too long", attestation(new Uint8Array(60_000), blob(new Uint8Array(6_000)))],
      ["an id beyond the end", attestation(concat(HEAD.subarray(0, 53), fromHex("0xffff"), fromHex(COSE)))],
      ["reserved lengths", fromHex("0xa11c00")],
      ["text that is not UTF-8", fromHex("0xa161ff00")],
      ["authData as text", fromHex(`0xa168617574684461746161${"61"}`)],
    ];
    for (const [title, bytes] of hostile) expect(keyIn(bytes), title).to.equal(undefined);
  });

  it("is never read from a vector that was cut short", () => {
    const whole = fromHex(VECTOR);
    for (let length = 0; length < whole.length; length++) {
      expect(keyIn(whole.slice(0, length)), `${length} bytes`).to.equal(undefined);
    }
  });

  it("is a point of P-256 or nothing, for any bytes", () => {
    const flipped = fc.tuple(fc.nat(193), fc.nat(255)).map(([at, byte]) => {
      const bytes = fromHex(VECTOR);
      bytes[at] = byte;
      return bytes as Uint8Array;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), flipped), (bytes) => {
        const key = attestedKey(bytes);
        if (key !== undefined) p256.Point.fromBytes(concat(new Uint8Array([4]), key));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("CBOR", () => {
  it("reads values as RFC 8949 lists them", () => {
    const examples: [hex: Hex, value: unknown][] = [
      ["0x00", 0],
      ["0x17", 23],
      ["0x1818", 24],
      ["0x1903e8", 1_000],
      ["0x1a000f4240", 1_000_000],
      ["0x1b000000e8d4a51000", 1_000_000_000_000n],
      ["0x20", -1],
      ["0x3903e7", -1_000],
      ["0x3bffffffffffffffff", -18446744073709551616n],
      ["0x6161", "a"],
      ["0x62c3bc", "ü"],
      ["0x4401020304", new Uint8Array([1, 2, 3, 4])],
      ["0x8301820203820405", [1, [2, 3], [4, 5]]],
      ["0x9f0102ff", [1, 2]],
      [
        "0xa201020304",
        new Map([
          [1, 2],
          [3, 4],
        ]),
      ],
      ["0xf5", true],
      ["0xf4", false],
      ["0xf6", null],
    ];
    for (const [hex, value] of examples)
      expect(readCbor(fromHex(hex)), hex).to.deep.equal({ value, size: hex.length / 2 - 1 });
  });

  it("does not read what WebAuthn never writes", () => {
    for (const hex of [
      "0xc11a514b67b0",
      "0xf7",
      "0xf93c00",
      "0xff",
      "0x5f4101ff",
      "0x7f6161ff",
      "0x1f",
      "0xa10102ff01",
    ] as const) {
      const read = readCbor(fromHex(hex));
      expect(read === undefined || read.size < hex.length / 2 - 1, hex).to.equal(true);
    }
  });

  it("reads eight levels of lists, and no more", () => {
    const nested = (levels: number) => concat(new Uint8Array(levels).fill(0x81), new Uint8Array(1));
    expect(readCbor(nested(8))?.size).to.equal(9);
    expect(readCbor(nested(9))).to.equal(undefined);
  });
});
