import { expect } from "chai";
import { countIdioms } from "../tools/check/prose.ts";
import { faultsIn } from "../tools/check/references.ts";
import { functionsTakingSeller } from "../tools/check/sellers.ts";
import { longLines } from "../tools/check/wrapped.ts";

describe("the check for plain English", () => {
  const hits = (...parameters: Parameters<typeof countIdioms>) =>
    countIdioms(...parameters).hits.map(({ line }) => line);

  it("finds each idiom in a comment, and none in code", () => {
    for (const idiom of [
      "tells",
      "whoever",
      "whatever",
      "what became of",
      "nobody",
      "unless said",
      "anew",
      "goes on",
    ]) {
      expect(hits("comments", `const tells = 1;\n// The relay ${idiom} it.`), idiom).to.deep.equal([2]);
    }
    for (const idiom of ["is no harm", "let be", "at fault", "wants", "is no address"]) {
      expect(hits("comments", `/** It ${idiom}. */`), idiom).to.deep.equal([1]);
    }
    expect(hits("comments", 'const text = "nobody tells it";')).to.deep.equal([]);
    expect(hits("comments", "let x = 1; // what nobody reads")).to.deep.equal([1]);
  });

  it("leaves natural words alone", () => {
    const natural = ["There is no such event.", "It is no longer valid.", "The `tell` function.", "A going concern."];
    for (const text of natural) expect(hits("comments", `// ${text}`), text).to.deep.equal([]);
  });

  it("reads messages of three words or more, and not the code in them", () => {
    expect(hits("messages", 'throw new Error("nobody signed this");')).to.deep.equal([1]);
    expect(hits("messages", 'const names = ["nobody", "told it"];')).to.deep.equal([]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a template
    expect(hits("messages", "const text = `it must be ${wanted}, not that`;")).to.deep.equal([]);
    expect(hits("messages", "const text = `it was told to the gate`;")).to.deep.equal([1]);
  });

  it("reads documents outside of their code, and counts lines with words", () => {
    const text = "# Title\n\nNobody asks.\n```\nnobody\n```\n`nobody` is a name.\n| - |";
    expect(countIdioms("documents", text)).to.deep.equal({ lines: 3, hits: [{ line: 3, text: "Nobody asks." }] });
  });
});

describe("the check of references", () => {
  it("names the line and the document that does not exist", () => {
    const text = "// see README.md\n// see MISSING.md and docs/errors.md\n// see guides/OTHER.md";
    expect(faultsIn("sdk/src/a.ts", text, new Set(["README.md"]))).to.deep.equal([
      "sdk/src/a.ts:2: the document MISSING.md does not exist",
      "sdk/src/a.ts:3: the document guides/OTHER.md does not exist",
    ]);
  });
});

describe("the check of wrapped lines", () => {
  const long = "word ".repeat(30);

  it("finds long lines of prose", () => {
    expect(longLines(`short\n${long}\n- ${long}`)).to.deep.equal([2, 3]);
    expect(longLines(`${"a".repeat(58)} ${"b".repeat(61)}`)).to.deep.equal([]);
    expect(longLines(`${"a".repeat(59)} ${"b".repeat(61)}`)).to.deep.equal([1]);
  });

  it("lets tables, headings, code, HTML and long addresses be long", () => {
    const free = [`| ${long}|`, `# ${long}`, `<p>${long}`, `https://doorkey.example/${"a".repeat(200)}`];
    expect(longLines([...free, "```", long, "```"].join("\n"))).to.deep.equal([]);
  });
});

describe("the count of functions that take a Seller", () => {
  it("counts parameters, and no comment, type or return value", () => {
    expect(functionsTakingSeller("function a(seller: Seller, n: number) {}\nconst b = ({ x }: Seller) => x;")).to.equal(
      2,
    );
    expect(
      functionsTakingSeller("// f(seller: Seller)\ntype T = { seller: Seller };\nconst c = (): Seller => s;"),
    ).to.equal(0);
    expect(functionsTakingSeller("/* (seller: Seller) */ const d = (sellers: Sellers) => sellers;")).to.equal(0);
  });
});
