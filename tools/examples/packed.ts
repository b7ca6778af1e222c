/** The SDK as its users get it: packed, and installed into copies of the examples. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import type { Processes } from "./Processes.ts";

/** Packs a workspace, and returns the path of the tarball. */
export async function packWorkspace(processes: Processes, workspace: string, folder: string): Promise<string> {
  const packed = await processes.run("npm", ["pack", "-w", workspace, "--json", "--pack-destination", folder], {
    cwd: ROOT,
  });
  // The build of the package may print first.
  const [{ filename }] = JSON.parse(packed.slice(packed.lastIndexOf("\n[") + 1));
  return join(folder, filename);
}

type Packed = {
  readonly folder: string;
  /** The packed SDK. */
  readonly tarball: string;
  /** The packed contracts, for examples that need them. */
  readonly contracts?: string;
};

/** Copies an example, and installs its dependencies with the SDK from the tarball. */
export async function installExample(
  processes: Processes,
  name: string,
  { folder, tarball, contracts }: Packed,
  from = join(ROOT, "examples", name),
): Promise<string> {
  const copy = join(folder, name);
  await mkdir(copy, { recursive: true });
  // Files that a developer left in the example are not part of it.
  const isLeft = /(^|\/)(node_modules|dist|\.env|[^/]*\.(jsonl|sqlite.*))$/;
  await cp(from, copy, { recursive: true, filter: (path) => !isLeft.test(path.slice(from.length)) });
  const tarballs = contracts === undefined ? [tarball] : [tarball, contracts];
  await processes.run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs], { cwd: copy });
  return copy;
}
