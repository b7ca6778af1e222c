import { inspect } from "node:util";
import { expect } from "chai";
import {
  assertShape,
  bytes,
  either,
  fields,
  flag,
  hex,
  hexOf,
  hexUpTo,
  list,
  literal,
  matching,
  oneOf,
  optional,
  type Shape,
  table,
  text,
  variants,
  whole,
} from "./shape.ts";

const mistakesOf =
  <T>(shape: Shape<T>) =>
  (value: unknown): string[] => {
    const mistakes: string[] = [];
    expect(shape(value, "", mistakes)).to.equal(mistakes.length === 0);
    return mistakes;
  };

describe("shapes", () => {
  const rows: [
    name: string,
    mistakes: (value: unknown) => string[],
    right: unknown[],
    wrong: unknown[],
    sentence: string,
  ][] = [
    ["text", mistakesOf(text), ["", "a"], [1, null, undefined, ["a"]], "It must be a string."],
    ["flag", mistakesOf(flag), [true, false], [0, "true", null], "It must be true or false."],
    ["literal", mistakesOf(literal(1)), [1], ["1", 2, true], "It must be 1."],
    ["oneOf", mistakesOf(oneOf("a", "b")), ["a", "b"], ["c", "A", 0, ["a"]], "It must be one of a, b."],
    ["matching", mistakesOf(matching(/^\d+$/, "digits")), ["1", "22"], ["", "1a", 1], "It must be digits."],
    ["hex", mistakesOf(hex), ["0x", "0xAb"], ["0xa", "ab", 1, "0xgg"], "It must be hex bytes."],
    ["hexOf", mistakesOf(hexOf(2)), ["0xabcd"], ["0xab", "0xabcdef", "0x"], "It must be 2 hex bytes."],
    ["hexUpTo", mistakesOf(hexUpTo(2)), ["0xab", "0xabcd"], ["0x", "0xabcdef"], "It must be up to 2 hex bytes."],
    ["bytes", mistakesOf(bytes), [new Uint8Array(2)], ["0xab", [1], new ArrayBuffer(1)], "It must be bytes."],
    ["whole", mistakesOf(whole(1, 3)), [1, 3], [0, 4, 1.5, "1", 1n, Number.NaN], "It must be a whole number, 1 to 3."],
    ["list", mistakesOf(list(text)), [[], ["a"]], [{}, "a", null, { length: 0 }], "It must be a list."],
    [
      "fields",
      mistakesOf(fields<{ a?: string }>({ a: optional(text) })),
      [{}, { a: "" }],
      [[], null, 1],
      "It must be an object.",
    ],
    ["table", mistakesOf(table(text)), [{}, { 1: "a" }], [[], null], "It must be an object."],
  ];
  for (const [name, mistakes, right, wrong, sentence] of rows) {
    it(`${name} accepts its values, and names them in its mistake`, () => {
      for (const value of right) expect(mistakes(value), inspect(value)).to.deep.equal([]);
      for (const value of wrong) expect(mistakes(value), inspect(value)).to.deep.equal([sentence]);
    });
  }

  type Nested = { readonly a: string; readonly b: { readonly c: readonly { readonly d: number }[] } };
  const nested: Shape<Nested> = fields({ a: text, b: fields({ c: list(fields({ d: whole(0, 9) })) }) });

  it("report every mistake at once, each with its path", () => {
    expect(mistakesOf(nested)({ b: { c: [{ d: 1 }, { d: 10 }, {}, 7] } })).to.deep.equal([
      "a must be a string.",
      "b.c[1].d must be a whole number, 0 to 9.",
      "b.c[2].d must be a whole number, 0 to 9.",
      "b.c[3] must be an object.",
    ]);
    expect(mistakesOf(table(list(text)))({ 7: ["a"], 8: [1] })).to.deep.equal(["8[0] must be a string."]);
  });

  it("ignore further fields", () => {
    expect(mistakesOf(nested)({ a: "", b: { c: [], x: 1 }, y: 2 })).to.deep.equal([]);
  });

  it("let an optional field be absent, but neither undefined nor null", () => {
    const shape: Shape<{ readonly a?: string }> = fields({ a: optional(text) });
    expect(mistakesOf(shape)({})).to.deep.equal([]);
    for (const a of [undefined, null, 1]) expect(mistakesOf(shape)({ a })).to.deep.equal(["a must be a string."]);
  });

  it("distinguish two objects by a field that only one of them has", () => {
    const shape = either("b", fields<{ b: string }>({ b: text }), fields<{ a: number }>({ a: whole(0) }));
    expect(mistakesOf(shape)({ b: "x" })).to.deep.equal([]);
    expect(mistakesOf(shape)({ a: 1 })).to.deep.equal([]);
    expect(mistakesOf(shape)({ a: 1, b: 2 })).to.deep.equal(["b must be a string."]);
    expect(mistakesOf(list(shape))([{}])).to.deep.equal([`[0].a must be a whole number, 0 to ${2 ** 53 - 1}.`]);
    expect(mistakesOf(shape)(null)).to.deep.equal(["It must be an object."]);
  });

  it("distinguish several objects by a word", () => {
    type Kinds = { readonly kind: "a"; readonly n: number } | { readonly kind: "b"; readonly t: string };
    const shape: Shape<Kinds> = variants("kind", {
      a: fields({ kind: literal("a"), n: whole(0, 1) }),
      b: fields({ kind: literal("b"), t: text }),
    });
    expect(mistakesOf(shape)({ kind: "a", n: 1 })).to.deep.equal([]);
    expect(mistakesOf(shape)({ kind: "b", n: 1 })).to.deep.equal(["t must be a string."]);
    for (const kind of ["c", "toString", undefined, 1])
      expect(mistakesOf(shape)({ kind, n: 1 })).to.deep.equal(["kind must be one of a, b."]);
    expect(mistakesOf(shape)([])).to.deep.equal(["It must be an object."]);
  });

  it("are asserted with the given code, and every mistake", () => {
    expect(() => assertShape("PASS_MALFORMED", nested, { a: 1 }))
      .to.throw("a must be a string.\nb must be an object.")
      .with.property("code", "PASS_MALFORMED");
    expect(() => assertShape("PASS_MALFORMED", nested, { a: "", b: { c: [] } })).not.to.throw();
  });
});
