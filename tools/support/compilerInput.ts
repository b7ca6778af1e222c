/** What a compiler needs to make the suite again: the sources with their names in Hardhat's builds, and the settings. */

import { readFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { compilerSettings } from "./compilerSettings.ts";
import { ROOT } from "./shell.ts";
import { files } from "./sources.ts";

/** Where the command line keeps it. */
export const COMPILER_INPUT = "cli/compiler-input.json";

const OPEN_ZEPPELIN = "@openzeppelin/contracts";

/** Collects the sources of the contracts with these names. Compiles nothing. */
export async function compilerInput(names: readonly string[]): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, "node_modules", OPEN_ZEPPELIN, "package.json"), "utf8"));
  const { version: compiler } = JSON.parse(await readFile(join(ROOT, "node_modules/solc/package.json"), "utf8"));
  const library = `npm/${OPEN_ZEPPELIN}@${version}/`;
  const paths = await files("contracts/**/*.sol");
  const sources = new Map<string, string>();

  /** Adds a source and all that it imports, and returns their names. */
  async function collect(name: string, found = new Set<string>()): Promise<Set<string>> {
    if (found.has(name)) return found;
    found.add(name);
    const path = name.replace(/^project\//, "").replace(library, `node_modules/${OPEN_ZEPPELIN}/`);
    const text = await readFile(join(ROOT, path), "utf8");
    sources.set(name, text);
    for (const [, imported = ""] of text.matchAll(/^\s*(?:import|\} from)\b[^"';]*["']([^"']+)["']/gm)) {
      const from = imported.startsWith(".")
        ? posix.join(posix.dirname(name), imported)
        : imported.replace(`${OPEN_ZEPPELIN}/`, library);
      await collect(from, found);
    }
    return found;
  }

  const contracts: Record<string, { readonly file: string; readonly sources: readonly string[] }> = {};
  for (const name of names) {
    const path = paths.find((one) => basename(one) === `${name}.sol`);
    if (path === undefined) throw new Error(`contracts/ has no ${name}.sol`);
    const file = `project/${path}`;
    contracts[name] = { file, sources: [...(await collect(file))].sort() };
  }
  const settings = { ...compilerSettings, remappings: [`project/:${OPEN_ZEPPELIN}/=${library}`] };
  const sorted = Object.fromEntries([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ compiler, settings, contracts, sources: sorted }, undefined, 1)}\n`;
}
