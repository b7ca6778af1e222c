import { expect } from "chai";
import { AbiCoder, ParamType } from "ethers";
import { argumentIds } from "./argumentIds.ts";

/** Call data of a function with these parameters. */
function dataOf(types: readonly string[], values: readonly unknown[]): string {
  return `0x12345678${AbiCoder.defaultAbiCoder().encode(types, values).slice(2)}`;
}
const inputsOf = (types: readonly string[]) => types.map((type) => ParamType.from(type));

describe("argumentIds", () => {
  const types = ["uint32", "uint64[]", "(uint16,bytes)[]", "address", "bytes32"];
  const word = `0x${"00".repeat(31)}09`;
  const values = [
    7,
    [1, 2],
    [
      [3, "0x"],
      [4, "0x1234"],
    ],
    `0x${"00".repeat(19)}09`,
    word,
  ];
  const data = dataOf(types, values);
  const read = (text: string, position: number) => argumentIds(text, inputsOf(types), position);

  it("reads a number, a list of numbers, and the first field of structs", () => {
    expect(read(data, 0)).to.deep.equal([7n]);
    expect(read(data, 1)).to.deep.equal([1n, 2n]);
    expect(read(data, 2)).to.deep.equal([3n, 4n]);
    expect(read(dataOf(types, [7, [], [], values[3], word]), 1)).to.deep.equal([]);
  });

  it("reads no id from what is not a number", () => {
    for (const position of [3, 4]) expect(() => read(data, position)).to.throw(RangeError, "larger than its type");
  });

  it("knows no argument after the last", () => {
    expect(() => read(data, 5)).to.throw(RangeError, "does not have this argument");
    expect(() => read(data, -1)).to.throw(RangeError, "does not have this argument");
  });

  it("reads numbers up to the largest of their type", () => {
    expect(read(dataOf(types, [2n ** 32n - 1n, [2n ** 64n - 1n], [], values[3], word]), 1)).to.deep.equal([
      2n ** 64n - 1n,
    ]);
    const wide = ["uint40", ...types.slice(1)];
    const tooLarge = dataOf(wide, [2n ** 32n, [], [], values[3], word]);
    expect(argumentIds(tooLarge, inputsOf(wide), 0)).to.deep.equal([2n ** 32n]);
    expect(() => read(tooLarge, 0)).to.throw(RangeError, "larger than its type");
  });

  it("reads to the very end of the data and not beyond it", () => {
    const list = ["uint8[]"];
    const text = dataOf(list, [[1, 2, 3]]);
    const at = (one: string) => argumentIds(one, inputsOf(list), 0);
    expect(at(text)).to.deep.equal([1n, 2n, 3n]);
    expect(() => at(text.slice(0, -2))).to.throw(RangeError, "ends too early");
    const offset = "0x12345678".length;
    for (const place of [0n, 1n, 2n ** 53n + 1n, 2n ** 255n]) {
      const hex = place.toString(16).padStart(64, "0");
      const lost = text.slice(0, offset) + hex + text.slice(offset + 64);
      const long = text.slice(0, offset + 64) + hex + text.slice(offset + 128);
      // The data's own first word says where the list begins; another place holds no list of this length.
      if (place > 0n) expect(() => at(lost), `offset ${place}`).to.throw(RangeError);
      if (place > 3n) expect(() => at(long), `length ${place}`).to.throw(RangeError, "ends too early");
    }
  });
});
