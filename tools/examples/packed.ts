/** The SDK as its users get it: packed, and installed into copies of the examples. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import type { Processes } from "./Processes.ts";

/** Packs `doorkey`, and returns the path of the tarball. */
export async function packSdk(processes: Processes, folder: string): Promise<string> {
  const packed = await processes.run("npm", ["pack", "-w", "doorkey", "--json", "--pack-destination", folder], {
    cwd: ROOT,
  });
  // The build of the package may print first.
  const [{ filename }] = JSON.parse(packed.slice(packed.lastIndexOf("\n[") + 1));
  return join(folder, filename);
}

/** Copies an example beside the others, as it is in the repository. */
export async function copyExample(name: string, folder: string): Promise<string> {
  const copy = join(folder, "examples", name);
  await mkdir(copy, { recursive: true });
  const from = join(ROOT, "examples", name);
  // Files that a developer left in the example are not part of it.
  const isLeft = /(^|\/)(node_modules|dist|\.env|[^/]*\.(jsonl|sqlite.*))$/;
  await cp(from, copy, { recursive: true, filter: (path) => !isLeft.test(path.slice(from.length)) });
  return copy;
}
