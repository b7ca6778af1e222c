import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { importsOf } from "../support/imports.ts";
import { fileBehind, type PackageEntries, packageEntries } from "../support/packageEntries.ts";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";
import { layerTable, publishedSources } from "./layerTable.ts";

/** The rules that imports must keep. */
export type LayerRules = {
  /** From low to high, see layerTable.ts. */
  readonly rows: readonly (readonly string[])[];
  readonly published: readonly string[];
  readonly entries: PackageEntries;
};

/** An import between two files of ours. */
type Edge = { readonly from: string; readonly to: string; readonly line: number; readonly byPath: boolean };

/** Imports form no cycle, and no file imports a higher layer. */
export async function layers(): Promise<string[]> {
  const paths = await files("**/*.{ts,tsx}", ["artifacts", "cache", "coverage", "dist", "ethers-contracts"]);
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await readFile(join(ROOT, path), "utf8"));
  return layerFaults(texts, { rows: layerTable, published: publishedSources, entries: await packageEntries() });
}

/** Returns a sentence for each fault in the imports of the files in `texts`. Imports of types count. */
export function layerFaults(texts: ReadonlyMap<string, string>, rules: LayerRules): string[] {
  const edges = [...texts].flatMap(([from, text]) => edgesOf(from, text, texts, rules.entries));
  const unknown = [...texts.keys()].filter((path) => !isTest(path) && layerOf(path, rules.rows) === undefined);
  return [
    ...unknown.map((path) => `${path} is in no layer: add its folder to the table in tools/check/layerTable.ts.`),
    ...edges.flatMap((edge) => edgeFault(edge, rules) ?? []),
    ...cyclesOf(edges).map(describeCycle),
  ];
}

function edgesOf(from: string, text: string, texts: ReadonlyMap<string, string>, entries: PackageEntries): Edge[] {
  return importsOf(text).flatMap(({ specifier, line }) => {
    const byPath = specifier.startsWith(".");
    const to = byPath ? posix.join(posix.dirname(from), specifier) : fileBehind(entries, specifier);
    // Files that are generated or not ours have no imports to check.
    return to !== undefined && texts.has(to) ? [{ from, to, line, byPath }] : [];
  });
}

function edgeFault(edge: Edge, { rows, published }: LayerRules): string | undefined {
  const { from, to, line, byPath } = edge;
  const what = `${from}:${line} imports ${to}`;
  if (from === to) return undefined;
  if (isTest(to)) return `${what}, which is a test: nothing imports a test.`;
  if (isTest(from)) return undefined;
  const source = published.find((folder) => isIn(from, folder));
  if (byPath && source !== undefined && !isIn(to, source)) {
    return `${what} by its path: what is published in ${source} imports other packages by their names.`;
  }
  const [own, other] = [layerOf(from, rows), layerOf(to, rows)];
  if (own === undefined || other === undefined || own.entry === other.entry || other.row < own.row) return undefined;
  return other.row > own.row
    ? `${what}: the layer ${own.entry} is below ${other.entry}, and a lower layer imports no higher one.`
    : `${what}: ${own.entry} and ${other.entry} are in one row of the layers, and its folders do not import one another.`;
}

type Layer = { readonly entry: string; readonly row: number };

/** The longest entry of the table that a file is in. */
function layerOf(path: string, rows: readonly (readonly string[])[]): Layer | undefined {
  return rows
    .flatMap((entries, row) => entries.map((entry) => ({ entry, row })))
    .filter(({ entry }) => isIn(path, entry))
    .toSorted((a, b) => b.entry.length - a.entry.length)[0];
}

function isIn(path: string, entry: string): boolean {
  return path === entry || path.startsWith(`${entry}/`);
}

function isTest(path: string): boolean {
  return /\.test(-d)?\.ts$/.test(path);
}

/** The shortest cycle of each file that is in one. A file of a reported cycle is not reported again. */
function cyclesOf(edges: readonly Edge[]): string[][] {
  const graph = Map.groupBy(edges, ({ from }) => from);
  const told = new Set<string>();
  const cycles: string[][] = [];
  for (const file of graph.keys()) {
    const cycle = told.has(file) ? undefined : shortestCycle(graph, file);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const member of cycle) told.add(member);
  }
  return cycles;
}

/** The files from `start` to the one that imports it. */
function shortestCycle(graph: ReadonlyMap<string, readonly Edge[]>, start: string): string[] | undefined {
  const paths = new Map<string, string[]>([[start, [start]]]);
  for (const [file, path] of paths) {
    for (const { to } of graph.get(file) ?? []) {
      if (to === start) return path;
      if (!paths.has(to)) paths.set(to, [...path, to]);
    }
  }
  return undefined;
}

function describeCycle([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return `${first} imports itself.`;
  const chain = [...others, first].join(", which imports ");
  return `${first} imports ${chain}: an import cycle, in which types count too; move what they share to its own file.`;
}
