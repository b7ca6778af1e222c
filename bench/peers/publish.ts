/** Generates charts, docs/performance.md and the figures in the README from the results. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../tools/support/shell.ts";
import { chart } from "./chart.ts";
import { withBlocks } from "./docs/blocks.ts";
import { figures } from "./docs/figures.ts";
import { type Results, readResults } from "./results.ts";

type Publication = { readonly path: string; readonly content: string };

const DOCUMENTS = ["README.md", "docs/performance.md"];

/** Every file that is generated from the results, with its content. */
export async function publications(results: Results): Promise<Publication[]> {
  const blocks = figures(results, await readResults("amsterdam"));
  const documents = await Promise.all(
    DOCUMENTS.map(async (path) => ({
      path,
      content: withBlocks(await readFile(join(ROOT, path), "utf8"), blocks),
    })),
  );
  return [
    { path: "bench/results/gas-light.svg", content: chart(results, "light") },
    { path: "bench/results/gas-dark.svg", content: chart(results, "dark") },
    ...documents,
  ];
}

/** Writes the generated files. */
export async function publish(results: Results): Promise<void> {
  for (const { path, content } of await publications(results)) await writeFile(join(ROOT, path), content);
}

/** The generated files that do not match the stored results, a sentence each. */
export async function stalePublications(): Promise<string[]> {
  const all = await publications(await readResults());
  const stored = await Promise.all(all.map(({ path }) => readFile(join(ROOT, path), "utf8").catch(() => undefined)));
  return all
    .filter(({ content }, i) => content !== stored[i])
    .map(({ path }) => `${path} does not match bench/results/gas.json; npm run bench:gas`);
}
