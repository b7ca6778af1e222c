/** Packages as npm would publish them. */

import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./shell.ts";

/**
 * Packs a workspace, lists what is in the tarball, and judges its form by publint.
 *
 * @param folder Where the tarball goes.
 * @returns Path of the tarball.
 * @throws If a file is packed that no user needs.
 */
export function packChecked(workspace: string, folder: string): string {
  const packed = runHere("npm", ["pack", "-w", workspace, "--json", "--pack-destination", folder], "pipe");
  // The build of the package may speak first.
  const [{ filename, files, size }] = JSON.parse(packed.slice(packed.indexOf("[\n")));
  const strays = files
    .map(({ path }: { path: string }) => path)
    .filter((path: string) => /\.test\.|^(src|test|scripts)\//.test(path));
  if (strays.length > 0) throw new Error(`packed by mistake: ${strays.join(", ")}`);
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB`);
  const tarball = join(folder, filename);
  runHere("publint", [tarball, "--strict"]);
  return tarball;
}

/** Runs a program of node_modules/.bin or of the path to its end, in the root. */
export function runHere(program: string, args: readonly string[], stdout: "inherit" | "pipe" = "inherit"): string {
  const env = { ...process.env, PATH: [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter) };
  const result = spawnSync(program, args, { cwd: ROOT, env, encoding: "utf8", stdio: ["ignore", stdout, "inherit"] });
  if (result.status !== 0) throw new Error(`${program} ${args.join(" ")} failed`);
  return result.stdout ?? "";
}
