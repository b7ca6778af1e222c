import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import { AbiCoder, concat, dataSlice, ParamType, toBeHex, ZeroHash } from "ethers";
import { encodedSize } from "./encodedSize.ts";

const SELECTOR = "0x12345678";
const abi = AbiCoder.defaultAbiCoder();

/** Every kind of value: of one word, of any length, and lists and tuples of both, within one another. */
const VALUES: readonly (readonly [type: string, value: unknown])[] = [
  ["uint256", 1],
  ["bytes5", "0x1234567890"],
  ["bytes", "0x"],
  ["bytes", ZeroHash],
  ["bytes", concat([ZeroHash, "0x01"])],
  ["string", "a text of more than thirty-two bytes"],
  ["uint8[]", []],
  ["uint8[]", [1, 2, 3]],
  ["uint8[3]", [1, 2, 3]],
  ["uint8[3][2]", [Array(3).fill(1), Array(3).fill(2)]],
  ["uint8[3][]", [Array(3).fill(1), Array(3).fill(2)]],
  ["uint8[][2]", [[1, 2, 3], []]],
  ["string[]", ["one", "two", "a text of more than thirty-two bytes"]],
  ["string[2]", ["one", "a text of more than thirty-two bytes"]],
  ["tuple(uint8,bool)", [1, true]],
  ["tuple(uint8,bool)[3]", Array(3).fill([1, true])],
  ["tuple(uint8,bool)[]", Array(3).fill([1, true])],
  ["tuple(uint8,string)", [1, "one"]],
  ["tuple(uint8,string,uint8[2])[]", Array(3).fill([1, "one", [1, 2]])],
  ["tuple(uint8,tuple(bytes,uint8[3])[2])[]", [[1, Array(2).fill(["0x12", [1, 2, 3]])]]],
];

const typesOf = (types: readonly string[]) => types.map((type) => ParamType.from(type));
const encoded = (...values: typeof VALUES) =>
  concat([
    SELECTOR,
    abi.encode(
      values.map(([type]) => type),
      values.map(([, value]) => value),
    ),
  ]) as Hex;
const bytesIn = (data: Hex) => data.length / 2 - 1;
/** Call data of these words. */
const words = (...numbers: readonly (number | bigint)[]) =>
  concat([SELECTOR, ...numbers.map((number) => toBeHex(number, 32))]) as Hex;

describe("encodedSize", () => {
  it("is the size of the encoding, with any values around one, and not of what comes after it", () => {
    for (const one of VALUES) {
      for (const other of VALUES) {
        const data = encoded(one, other, one);
        const types = typesOf([one[0], other[0], one[0]]);
        expect(encodedSize(types, data), `${types}`).to.equal(bytesIn(data));
        const padded = concat([data, ZeroHash, "0x00"]) as Hex;
        expect(encodedSize(types, padded), `${types}`).to.equal(bytesIn(data));
      }
    }
    expect(encodedSize([], SELECTOR)).to.equal(4);
  });

  it("is more than the data has where the data ends too early", () => {
    for (const [type, value] of VALUES) {
      const whole = encoded([type, value]);
      for (let end = 4; end < bytesIn(whole); end++) {
        const data = dataSlice(whole, 0, end) as Hex;
        expect(encodedSize(typesOf([type]), data), `${end} bytes of ${type}`).to.be.above(end);
      }
    }
  });

  it("is more than the data has where an offset or a length is beyond it", () => {
    const most = (1n << 256n) - 1n;
    for (const beyond of [3 * 32 - 16, 3 * 32, 1_000_000, most]) {
      for (const type of ["bytes", "string", "uint8[]", "string[]", "uint8[][2]", "tuple(uint8,string)"]) {
        const data = words(beyond, 0, 0);
        expect(encodedSize(typesOf([type]), data), `offset ${beyond} of ${type}`).to.be.above(bytesIn(data));
      }
      for (const type of ["bytes", "string", "uint8[]", "string[]"]) {
        const data = words(32, beyond, 0);
        expect(encodedSize(typesOf([type]), data), `length ${beyond} of ${type}`).to.be.above(bytesIn(data));
      }
    }
  });

  it("counts a value once for each offset that leads to it", () => {
    const data = words(64, 64, 2, 1, 1, 0, 0, 0, 0);
    expect(encodedSize(typesOf(["uint8[]", "uint8[]"]), data)).to.equal(4 + 2 * (32 + 32 + 2 * 32));
  });

  it("stops above what the data has", () => {
    const two = typesOf(["uint8", "uint8", "uint8"]);
    expect(encodedSize(two, words(1))).to.equal(4 + 2 * 32);
    expect(encodedSize(two, dataSlice(words(1), 0, 4 + 31) as Hex)).to.equal(4 + 32);
    // Each word is the length of a list, and leads to another such word. Without an end, it takes 320 to the power of 6 steps.
    const data = words(...Array(700).fill(320));
    expect(encodedSize(typesOf([`uint8${"[]".repeat(6)}`]), data)).to.be.within(bytesIn(data), 2 * bytesIn(data));
  });
});
