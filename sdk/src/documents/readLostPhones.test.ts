import { expect } from "chai";
import { utf8 } from "../core/bytes.ts";
import { describeMistake } from "./mistakes.ts";
import { type LostPhone, readLostPhones } from "./readLostPhones.ts";

const OLD = "0x00000000000000000000000000000000000000A1";
const NEW = "0x00000000000000000000000000000000000000D1";
const REQUEST: LostPhone = { rightId: "4294967296", holder: OLD, newHolder: NEW, recognised: "name and last payment" };

const read = (text: string) => {
  const { requests, mistakes } = readLostPhones(utf8(text), { file: "requests.json" });
  return { requests, mistakes: mistakes.map(describeMistake) };
};
const list = (...requests: readonly unknown[]) => JSON.stringify(requests, null, 2);

describe("requests for lost phones", () => {
  it("are read, with addresses in their one written form", () => {
    const second = { ...REQUEST, rightId: "4294967297", newHolder: NEW.toLowerCase() };
    const expected = { requests: [REQUEST, { ...second, newHolder: NEW }], mistakes: [] };
    expect(read(list(REQUEST, second))).to.deep.equal(expected);
  });

  it("are read up to the largest id and the longest text, and no further", () => {
    const largest = { ...REQUEST, rightId: String(2n ** 64n - 1n), recognised: "x".repeat(200) };
    expect(read(list(largest)).requests).to.deep.equal([largest]);
    const wider = { ...REQUEST, rightId: String(2n ** 64n), recognised: "x".repeat(201) };
    expect(read(list(wider)).mistakes).to.deep.equal([
      "requests.json, row 3, [0].rightId: must be the id of a right, in digits and in double quotes.",
      "requests.json, row 6, [0].recognised: must have at most 200 characters.",
    ]);
  });

  it("are up to a thousand", () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...REQUEST, rightId: String(i) }));
    expect(read(list(...many(1_000))).requests).to.have.length(1_000);
    expect(read(list(...many(1_001)))).to.deep.equal({
      requests: [],
      mistakes: ["requests.json, row 1: must be a list of 1 to 1000 requests, as the box office writes it."],
    });
  });

  it("name every mistake with its row and field, and keep the others", () => {
    const wrong = { rightId: 4294967297, holder: OLD.replace("A", "a"), newHolder: `0x${"0".repeat(40)}`, note: "x" };
    const { requests, mistakes } = read(list(REQUEST, wrong, "x", { ...REQUEST, rightId: "5", holder: NEW }, REQUEST));
    expect(requests).to.deep.equal([REQUEST]);
    expect(mistakes).to.deep.equal([
      "requests.json, row 8, [1].recognised: must say how the clerk recognised the buyer.",
      "requests.json, row 9, [1].rightId: must be the id of a right, in digits and in double quotes.",
      "requests.json, row 11, [1].newHolder: must be the address of a key: 0x and 40 hex digits, without a typo.",
      "requests.json, row 12, [1].note: is not known.",
      "requests.json, row 14, [2]: must be an object with rightId, holder, newHolder, recognised.",
      "requests.json, row 18, [3].newHolder: must be another key than holder.",
      "requests.json, row 22, [4].rightId: is right 4294967296 again, as in [0]; keep one request for it.",
    ]);
  });

  for (const [what, text, sentence] of [
    ["an object", "{}", "row 1: must be a list of 1 to 1000 requests, as the box office writes it."],
    ["an empty list", "[]", "row 1: must be a list of 1 to 1000 requests, as the box office writes it."],
    ["a table", "right,holder", 'row 1, column 1: this is not JSON: expected a value, found "r".'],
    [
      "half a file",
      "[{",
      "row 1, column 3: this is not JSON: expected a key in double quotes, found the end of the file.",
    ],
    [
      "control characters",
      list({ ...REQUEST, recognised: "a\u001b[2J" }),
      "row 6, [0].recognised: must not contain line breaks or other control characters.",
    ],
    [
      "a mistyped field",
      list({ ...REQUEST, recognized: "x" }),
      'row 7, [0].recognized: is not known (did you mean "recognised"?).',
    ],
  ] as const) {
    it(`refuse ${what}`, () => expect(read(text).mistakes).to.deep.equal([`requests.json, ${sentence}`]));
  }

  it("refuse a wrong checksum, which a typo makes", () => {
    const holder = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    expect(read(list({ ...REQUEST, holder })).mistakes).to.deep.equal([]);
    const { mistakes } = read(list({ ...REQUEST, holder: holder.replace("aad", "aab") }));
    expect(mistakes).to.deep.equal([
      "requests.json, row 4, [0].holder: must be the address of a key: 0x and 40 hex digits, without a typo.",
    ]);
  });

  it("refuse bytes that are not UTF-8", () => {
    const { mistakes } = readLostPhones(Uint8Array.of(0x5b, 0xe9, 0x5d));
    expect(mistakes.map(describeMistake)[0]).to.contain("row 1: the byte E9 is not UTF-8 text");
  });
});
