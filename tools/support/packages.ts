/** The packages that tools and readers of the guides use as they are built. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, run, withSpinner } from "./shell.ts";
import { files } from "./sources.ts";

type Package = { readonly name: string; readonly folder: string; readonly entry: string };

/** Each after those that it imports. */
const PACKAGES: readonly Package[] = [
  { name: "doorkey", folder: "sdk", entry: "dist/index.js" },
  { name: "doorkey-cli", folder: "cli", entry: "dist/main.js" },
];

/** Builds the packages whose sources are newer than what was built of them. */
export async function buildStalePackages(): Promise<void> {
  for (const found of PACKAGES)
    if (await isStale(found)) await withSpinner(`building ${found.name}`, () => build(found));
}

async function isStale({ folder, entry }: Package): Promise<boolean> {
  const built = await newest([`${folder}/${entry}`]);
  return built === undefined || ((await newest(await files(`${folder}/src/**/*.ts`))) ?? 0) > built;
}

/** When the last of the files was written; undefined when there is none. */
async function newest(paths: readonly string[]): Promise<number | undefined> {
  const found = await Promise.all(paths.map((path) => stat(join(ROOT, path)).catch(() => undefined)));
  const times = found.flatMap((one) => (one === undefined ? [] : [one.mtimeMs]));
  return times.length === 0 ? undefined : Math.max(...times);
}

async function build({ name }: Package): Promise<void> {
  const { code, output } = await run("npm", ["run", "build", "-w", name]);
  if (code !== 0) throw new Error(`${name} does not build:\n${output}`);
}
