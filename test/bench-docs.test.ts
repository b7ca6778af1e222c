import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { chart } from "../bench/peers/chart.ts";
import { blockNames, markdownTable, withBlocks } from "../bench/peers/docs/blocks.ts";
import { figures } from "../bench/peers/docs/figures.ts";
import { floors } from "../bench/peers/docs/floor.ts";
import { growthOf } from "../bench/peers/docs/growth.ts";
import { stalePublications } from "../bench/peers/publish.ts";
import { type Results, readResults } from "../bench/peers/results.ts";
import { operationsOf, textTable } from "../bench/peers/table.ts";
import { ROOT } from "../tools/support/shell.ts";

let osaka: Results;
let amsterdam: Results;

before(async () => {
  osaka = await readResults();
  amsterdam = await readResults("amsterdam");
});

/** The results with one figure changed. */
function changed(system: string, operation: string, n: number, gasPerUnit: number): Results {
  const hit = osaka.rows.filter((row) => row.system === system && row.operation === operation && row.n === n);
  expect(hit).to.have.length(1);
  return { ...osaka, rows: osaka.rows.map((row) => (row === hit[0] ? { ...row, gasPerUnit } : row)) };
}

describe("documents with figures", () => {
  const document = "a\n<!-- figures:x -->\nold\n<!-- /figures -->\nb\n<!-- figures:y -->\n<!-- /figures -->\n";

  it("get new blocks and keep their prose", () => {
    const made = withBlocks(document, { x: "1\n2", y: "3" });
    expect(made).to.equal(
      "a\n<!-- figures:x -->\n1\n2\n<!-- /figures -->\nb\n<!-- figures:y -->\n3\n<!-- /figures -->\n",
    );
    expect(withBlocks(made, { x: "1\n2", y: "3" })).to.equal(made);
    expect(blockNames(made)).to.deep.equal(["x", "y"]);
  });

  it("cannot have a block without a maker", () => {
    expect(() => withBlocks(document, { x: "" })).to.throw("no figures are called y");
  });

  it("align columns of figures to the right, and no others", () => {
    expect(
      markdownTable(
        ["a", "b", "c"],
        [
          ["x", "1 ×", ""],
          ["y", "2", "z"],
        ],
      ),
    ).to.equal("| a | b | c |\n| --- | ---: | --- |\n| x | 1 × |  |\n| y | 2 | z |");
  });

  it("have the figures and charts of bench/results", async () => {
    expect(await stalePublications()).to.deep.equal([]);
  });

  it("show every block that is made", async () => {
    const documents = await Promise.all(
      ["README.md", "docs/performance.md"].map((path) => readFile(join(ROOT, path), "utf8")),
    );
    const shown = documents.flatMap(blockNames).sort();
    expect(shown).to.deep.equal(Object.keys(figures(osaka, amsterdam)).sort());
  });

  it("change with the figure that they show", () => {
    const before = figures(osaka, amsterdam);
    const after = figures(changed("Doorkey", "grant standing", 100, 11_440), amsterdam);
    const same = Object.keys(before).filter((name) => before[name] === after[name]);
    expect(same).to.deep.equal(["setting", "deviation", "entry"]);
  });
});

describe("the parts of figures", () => {
  it("draws the line through batches of 100 and of 1,000", () => {
    const rows = [
      { n: 100, gasPerUnit: 600 },
      { n: 1_000, gasPerUnit: 510 },
    ].map((row) => ({ system: "S", operation: "o", source: "measured", ...row }));
    expect(growthOf(rows, "S", "o")).to.deep.equal({ fixed: 10_000, marginal: 500 });
  });

  it("has no floor above the measured gas", () => {
    for (const { operation, parts } of floors) {
      const floor = parts.reduce((sum, [, gas]) => sum + gas, 0);
      expect(growthOf(osaka.rows, "Doorkey", operation).marginal, operation).to.be.above(floor);
    }
  });

  it("puts rows of one operation onto one line of the terminal's table", () => {
    const lines = textTable(osaka.rows, [1, 10, 100, 1_000]).split("\n");
    expect(lines.filter((line) => line.startsWith("Solady ERC721: issue "))).to.have.length(1);
    expect(lines.find((line) => line.startsWith("POAP"))).to.match(/constant$/);
    expect(lines.find((line) => line.includes("256 of 256"))).to.include("704 at N = 256");
    expect(operationsOf(osaka.rows)).to.have.length(lines.length - 3);
  });
});

describe("the chart", () => {
  for (const theme of ["light", "dark"] as const) {
    it(`is well-formed and stays inside its frame (${theme})`, () => {
      const svg = chart(osaka, theme);
      const [, width = "", height = ""] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      for (const [, x, y, w, h] of svg.matchAll(
        /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
      )) {
        expect(Number(x) + Number(w)).to.be.at.most(Number(width));
        expect(Number(y) + Number(h)).to.be.at.most(Number(height));
      }
      const opened = svg.match(/<(svg|title|text)\b/g)?.length;
      expect(svg.match(/<\/(svg|title|text)>/g)?.length).to.equal(opened);
      expect(svg.replace(/<[^<>]*>/g, ""), "a character is not escaped").not.to.match(/[<>]|&(?!amp;|lt;|gt;)/);
    });
  }

  it("states fork, compiler, batch, holders and constants", () => {
    const svg = chart(osaka, "light");
    for (const stated of [
      "osaka",
      "solc 0.8.37",
      "runs 800",
      "N in one transaction",
      "distinct holders",
      "† constant",
    ]) {
      expect(svg).to.include(stated);
    }
    expect(svg).to.include("GET/OPN V2 †").and.not.include("Unlock †");
  });

  it("draws bars as long as their figures", () => {
    const widths = (results: Results) =>
      [...chart(results, "light").matchAll(/ width="([\d.]+)" height="11" fill/g)].map(([, width]) => Number(width));
    const before = widths(osaka);
    const after = widths(changed("EAS", "issue (multiAttest, empty data)", 1, 79_960));
    const differ = before.flatMap((width, i) => (width === after[i] ? [] : [(after[i] ?? 0) / width]));
    expect(differ).to.have.length(1);
    expect(differ[0]?.toFixed(2)).to.equal("0.50");
  });
});
