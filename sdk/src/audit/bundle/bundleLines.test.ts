import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bundleLines } from "./bundleLines.ts";

describe("the lines of a bundle's file", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-lines-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function linesOf(text: string): Promise<string[]> {
    const path = join(folder, "some.bundle");
    await writeFile(path, text);
    const lines: string[] = [];
    for await (const line of bundleLines(path)) lines.push(line);
    return lines;
  }

  it("are given whole, also those that are longer than what is read at once", async () => {
    // The letters of two bytes lie over the ends of what is read at once.
    const lines = ["a", "é".repeat(2 ** 20 + 1), "b", `x${"é".repeat(2 ** 20)}`];
    expect(await linesOf(`${lines.join("\n")}\n`)).to.deep.equal(lines);
  });

  it("end only where a line ends, and a torn last line is one", async () => {
    expect(await linesOf('["\u2028\u2029\r"]\n["to')).to.deep.equal(['["\u2028\u2029\r"]', '["to']);
  });

  it("are none in an empty file, and no empty ones", async () => {
    expect(await linesOf("")).to.deep.equal([]);
    expect(await linesOf("a\n\n")).to.deep.equal(["a"]);
  });
});
