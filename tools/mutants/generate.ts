/** Finds every place where a rule can put a fault, and chooses some of each kind for the list. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files, isProduct } from "../support/sources.ts";
import { isValid, syntaxOf } from "./compiler.ts";
import { type Edit, mutated, type Rule } from "./mutant.ts";
import { changesOf } from "./rules.ts";
import { at, children, type Node, span, textAt } from "./syntax.ts";

/** How many mutants of one rule the list has of one file, at most. */
const MOST: Readonly<Record<Rule, number>> = {
  "drop a check": 4,
  "flip a comparison": 2,
  "off by one": 1,
  "drop an event": 3,
  "swap a role": 4,
  "change a constant": 3,
  "swap and with or": 1,
  "drop a write": 2,
};

const NAMED = ["FunctionDefinition", "VariableDeclaration", "ContractDefinition"];

/** The production contracts, without interfaces: those have no code. */
export async function mutableFiles(): Promise<string[]> {
  const all = await files("contracts/**/*.sol");
  return all.filter((path) => isProduct(path) && !path.startsWith("contracts/interfaces/"));
}

/** Every mutant that the rules find in the files as they are. */
export async function allEdits(paths: readonly string[]): Promise<Edit[]> {
  const syntax = syntaxOf(paths);
  const found = await Promise.all(
    [...syntax].map(async ([path, ast]) => editsIn(path, await readFile(join(ROOT, path), "utf8"), ast)),
  );
  return found.flat();
}

/** Of each file and rule a few, by the hash that is their id: the same ones as long as the code stays. */
export async function chooseEdits(): Promise<Edit[]> {
  const groups = Map.groupBy(await allEdits(await mutableFiles()), ({ file, rule }) => `${file} ${rule}`);
  const chosen: Edit[] = [];
  for (const group of groups.values()) {
    const most = MOST[group[0]?.rule ?? "off by one"];
    let count = 0;
    for (const edit of group.sort((a, b) => a.id.localeCompare(b.id))) {
      if (count === most) break;
      if (!(await compiles(edit))) continue;
      chosen.push(edit);
      count++;
    }
  }
  return chosen.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start);
}

async function compiles(edit: Edit): Promise<boolean> {
  const text = await readFile(join(ROOT, edit.file), "utf8");
  return isValid([edit.file], { [edit.file]: mutated(text, edit) });
}

function editsIn(file: string, text: string, ast: Node): Edit[] {
  const bytes = Buffer.from(text);
  const seen = new Map<string, number>();
  return placesIn(ast, "").flatMap(({ node, where }) =>
    changesOf(node, bytes).map(({ rule, start, end, after }) => {
      const before = bytes.subarray(start, end).toString();
      const what = [file, where, rule, before, after].join("\n");
      const nth = seen.get(what) ?? 0;
      seen.set(what, nth + 1);
      const id = createHash("sha256").update(`${what}\n${nth}`).digest("hex").slice(0, 10);
      const line = bytes.subarray(0, start).toString().split("\n").length;
      return { id, file, line, where, rule, before, after, start, end };
    }),
  );
}

/** Every node below, in the order of the text, with the name of what it is in. */
function placesIn(node: Node, where: string): { readonly node: Node; readonly where: string }[] {
  const name = NAMED.includes(node.nodeType) ? textAt(node, "name") || textAt(node, "kind") : "";
  const inside = node.nodeType === "VariableDeclaration" && node.constant !== true ? where : name || where;
  // Without its step a loop never ends, which takes long and shows little.
  const step = at(node, "loopExpression");
  const below = children(node)
    .filter((child) => child !== step)
    .sort((a, b) => span(a).start - span(b).start);
  return [{ node, where: inside }, ...below.flatMap((child) => placesIn(child, inside))];
}
