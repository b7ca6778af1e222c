import { expect } from "chai";
import { concat, utf8 } from "../core/bytes.ts";
import { decodeTail, encodeTail } from "./clientTail.ts";

const KNOWN = [
  ',"crossOrigin":false}',
  ',"crossOrigin":false,"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}',
  "}",
].map(utf8);
const REST = utf8("the signature");

describe("the tail of a passkey's client data", () => {
  it("is one byte if browsers often write it", () => {
    for (const [number, tail] of KNOWN.entries()) {
      expect(encodeTail(tail)).to.deep.equal(new Uint8Array([number]));
      expect(decodeTail(concat(new Uint8Array([number]), REST))).to.deep.equal({ tail, size: 1 });
    }
  });

  it("is carried in full otherwise, if it has 255 bytes at most", () => {
    for (const length of [0, 1, 254, 255]) {
      const tail = new Uint8Array(length).fill(0x78);
      const bytes = encodeTail(tail) as Uint8Array;
      expect(bytes).to.deep.equal(concat(new Uint8Array([255, length]), tail));
      for (const rest of [new Uint8Array(), REST]) {
        expect(decodeTail(concat(bytes, rest))).to.deep.equal({ tail, size: 2 + length });
      }
    }
    expect(encodeTail(new Uint8Array(256))).to.equal(undefined);
  });

  it("is refused if it is cut off, has no number, or is a known one in full", () => {
    const full = (tail: Uint8Array) => concat(new Uint8Array([255, tail.length]), tail);
    const cut = [[], [255], [255, 1], [255, 3, 1, 2]].map((bytes) => new Uint8Array(bytes));
    const unknown = [3, 4, 128, 254].map((number) => concat(new Uint8Array([number, 0]), REST));
    for (const bytes of [...cut, ...unknown, ...KNOWN.map(full)]) {
      expect(decodeTail(bytes), String(bytes)).to.equal(undefined);
    }
  });
});
