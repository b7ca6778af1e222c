/** The SDK as its users get it: packed, and installed into copies of the examples. */
import { cp, mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
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

/** Copies an example beside the others, as it is in the repository. */
export function copyExample(name: string, folder: string): Promise<string> {
  return copyFolder(join(ROOT, "examples", name), join(folder, "examples", name));
}

type Packed = {
  readonly folder: string;
  /** The packed packages that it needs. */
  readonly tarballs: readonly string[];
};

/** Copies a project, and installs its dependencies with packages from tarballs. */
export async function installProject(
  processes: Processes,
  from: string,
  { folder, tarballs }: Packed,
): Promise<string> {
  const copy = await copyFolder(from, join(folder, basename(from)));
  await processes.run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs], { cwd: copy });
  return copy;
}

async function copyFolder(from: string, copy: string): Promise<string> {
  await mkdir(copy, { recursive: true });
  // Files that a developer left in the example are not part of it.
  const isLeft = /(^|\/)(node_modules|dist|\.env|[^/]*\.(jsonl|sqlite.*))$/;
  await cp(from, copy, { recursive: true, filter: (path) => !isLeft.test(path.slice(from.length)) });
  return copy;
}
