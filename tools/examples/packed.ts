/** The SDK as its users get it: packed, and installed into copies of the examples. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import type { Processes } from "./Processes.ts";

/** Packs `doorkey`; gives the tarball. */
export async function packSdk(processes: Processes, folder: string): Promise<string> {
  const packed = await processes.run("npm", ["pack", "-w", "doorkey", "--json", "--pack-destination", folder], {
    cwd: ROOT,
  });
  // The build of the package may speak first.
  const [{ filename }] = JSON.parse(packed.slice(packed.lastIndexOf("\n[") + 1));
  return join(folder, filename);
}

/** A copy of an example, with what it depends on; of the SDK the tarball. */
export async function installExample(
  processes: Processes,
  name: string,
  { folder, tarball }: { readonly folder: string; readonly tarball: string },
): Promise<string> {
  const copy = join(folder, name);
  await mkdir(copy, { recursive: true });
  const from = join(ROOT, "examples", name);
  // What a developer left in the example is not part of it.
  const isLeft = /(^|\/)(node_modules|dist|\.env|[^/]*\.(jsonl|sqlite.*))$/;
  await cp(from, copy, { recursive: true, filter: (path) => !isLeft.test(path.slice(from.length)) });
  await processes.run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], { cwd: copy });
  return copy;
}
