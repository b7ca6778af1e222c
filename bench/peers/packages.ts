import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../tools/support/shell.ts";

/** The version of a package as it is installed. */
export async function versionOf(name: string): Promise<string> {
  return (await readPackageJson(`${name}/package.json`)).version as string;
}

/** A JSON file that a package publishes, by its path in node_modules. */
export async function readPackageJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(join(ROOT, "node_modules", path), "utf8"));
}
