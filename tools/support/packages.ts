/** The packages that tools and readers of the guides use in their built form. */

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, run, withSpinner } from "./shell.ts";
import { files } from "./sources.ts";

type Package = { readonly name: string; readonly folder: string; readonly entry: string };

/** Each package comes after those that it imports. */
const PACKAGES: readonly Package[] = [
  { name: "doorkey", folder: "sdk", entry: "dist/index.js" },
  { name: "doorkey-cli", folder: "cli", entry: "dist/main.js" },
];

/** Builds the packages whose sources are newer than their build. */
export async function buildStalePackages(): Promise<void> {
  for (const found of PACKAGES)
    if (await isStale(found)) await withSpinner(`building ${found.name}`, () => build(found));
}

async function isStale({ folder, entry }: Package): Promise<boolean> {
  const built = await newest([`${folder}/${entry}`]);
  return built === undefined || ((await newest(await files(`${folder}/src/**/*.ts`))) ?? 0) > built;
}

/** Time of the last change to the files; undefined if there are none. */
async function newest(paths: readonly string[]): Promise<number | undefined> {
  const found = await Promise.all(paths.map((path) => stat(join(ROOT, path)).catch(() => undefined)));
  const times = found.flatMap((one) => (one === undefined ? [] : [one.mtimeMs]));
  return times.length === 0 ? undefined : Math.max(...times);
}

async function build({ name }: Package): Promise<void> {
  const { code, output } = await run("npm", ["run", "build", "-w", name]);
  if (code !== 0) throw new Error(`${name} does not build:\n${output}`);
}
