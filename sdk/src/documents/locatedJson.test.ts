import { expect } from "chai";
import { readJson } from "./locatedJson.ts";

describe("readJson", () => {
  it("reads what JSON.parse reads", () => {
    const text = ' {"a": [1, -2.5e3, "x\\u0041\\n", true, null, {}, []], "b": {"c": {"d": ""}}, "": 0} ';
    expect(readJson(text)).to.have.property("value").that.deep.equals(JSON.parse(text));
  });

  it("finds the line of every value, and of the nearest one above a missing value", () => {
    const json = readJson('{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}');
    if (!("rowOf" in json)) throw new Error(json.sentence);
    expect([[], ["a"], ["a", "b"], ["a", "b", 1], ["a", "c", "d"], ["x"]].map(json.rowOf)).to.deep.equal([
      1, 2, 3, 5, 2, 1,
    ]);
  });

  for (const [text, row, column, sentence] of [
    ["", 1, 1, "expected a value, found the end of the file."],
    ['{"a": 1,}', 1, 9, 'expected a key in double quotes, found "}".'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected "}" or "," after a value, found "\\"".'],
    ['{\n"a": 01}', 2, 7, 'expected "}" or "," after a value, found "1".'],
    ["[1, 2", 1, 6, 'expected "]" or "," after a value, found the end of the file.'],
    ['{"a" 1}', 1, 6, 'expected ":" after the key "a", found "1".'],
    ["{} x", 1, 4, 'expected the end of the file, found "x".'],
    ['"open\n"', 1, 1, 'expected a complete string on one line, found "\\"".'],
    ['{"a": 1,\n "a": 2}', 2, 2, 'the key "a" occurs twice in one object.'],
    ["[".repeat(65), 1, 65, "values are nested more than 64 deep."],
  ] as const) {
    it(`says where ${JSON.stringify(text.slice(0, 24))} breaks`, () => {
      expect(readJson(text)).to.deep.equal({ row, column, sentence });
    });
  }
});
