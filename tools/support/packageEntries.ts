import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { ROOT } from "./shell.ts";

type Manifest = {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
};

/** The source file behind each name under which our packages are imported. Both may have a `*`, as in `exports`. */
export type PackageEntries = ReadonlyMap<string, string>;

/** The file that `specifier` imports, such as `doorkey/gate`; nothing if it is not of our packages. */
export function fileBehind(entries: PackageEntries, specifier: string): string | undefined {
  for (const [name, file] of entries) {
    if (name === specifier) return file;
    const [start = "", end] = name.split("*");
    if (end === undefined || !specifier.startsWith(start) || !specifier.endsWith(end)) continue;
    return file.replace("*", specifier.slice(start.length, specifier.length - end.length));
  }
  return undefined;
}

/** Reads the entries of all workspaces. */
export async function packageEntries(): Promise<PackageEntries> {
  const entries = new Map<string, string>();
  for (const folder of (await readManifest(".")).workspaces ?? []) {
    const { name, exports = {} } = await readManifest(folder);
    for (const [entry, target] of Object.entries(exports)) {
      const built = typeof target === "string" ? target : target.default;
      const source = built.replace(/^\.\/dist\//, "src/").replace(/\.js$/, ".ts");
      entries.set(posix.join(name, entry), posix.join(folder, source));
    }
  }
  return entries;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8"));
}
