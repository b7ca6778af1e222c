import { expect } from "chai";
import fc from "fast-check";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { toHex } from "../core/bytes.ts";
import { decodeLeb128, encodeLeb128 } from "./leb128.ts";

describe("LEB128", () => {
  it("takes a further byte from every seventh bit on", () => {
    const edges: [number, string][] = [
      [0, "0x00"],
      [127, "0x7f"],
      [128, "0x8001"],
      [2 ** 14 - 1, "0xff7f"],
      [2 ** 14, "0x808001"],
      [2 ** 21 - 1, "0xffff7f"],
      [2 ** 21, "0x80808001"],
      [2 ** 28 - 1, "0xffffff7f"],
      [2 ** 28, "0x8080808001"],
      [2 ** 32 - 1, "0xffffffff0f"],
    ];
    for (const [value, bytes] of edges) {
      expect(toHex(encodeLeb128(value)), String(value)).to.equal(bytes);
      expect(decodeLeb128(encodeLeb128(value))).to.deep.equal({ value, size: bytes.length / 2 - 1 });
    }
  });

  it("has one form for each number", () => {
    const refused = [[], [0x80], [0x80, 0x00], [0xff, 0x80, 0x00], [0xff, 0xff, 0xff, 0xff, 0x10], Array(5).fill(0x80)];
    for (const bytes of refused) expect(decodeLeb128(new Uint8Array(bytes)), String(bytes)).to.equal(undefined);
  });

  it("writes again what it read, of any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 7 }), (bytes) => {
        const read = decodeLeb128(bytes);
        if (read !== undefined) expect(encodeLeb128(read.value)).to.deep.equal(bytes.slice(0, read.size));
      }),
      { numRuns: RUNS },
    );
  });
});
