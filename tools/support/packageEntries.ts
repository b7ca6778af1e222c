import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { ROOT } from "./shell.ts";

type Manifest = {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
};

/** The source file behind each name under which our packages are imported, such as `doorkey/gate`. */
export async function packageEntries(): Promise<Map<string, string>> {
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
