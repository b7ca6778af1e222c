/** Packages as npm would publish them. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "./shell.ts";
import { withoutNpx } from "./withoutNpx.ts";

/** A folder with nothing but packed packages in it, as their users have it. */
export type PackedFolder = {
  readonly folder: string;
  /** Environment of its programs. */
  readonly env: NodeJS.ProcessEnv;
  /** Path of a program that a package brought. */
  program(name: string): string;
  /** Runs a program to its end, and returns its stdout. Throws with its output if it ends otherwise than with `code`. */
  run(program: string, args: readonly string[], options?: { readonly code?: number }): string;
};

/** Packs workspaces, installs the tarballs into an empty folder, and removes it after `work`. */
export async function withPacked(
  workspaces: readonly string[],
  environment: Readonly<Record<string, string>>,
  work: (packed: PackedFolder) => Promise<void>,
): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), "doorkey-pack-"));
  try {
    const tarballs = workspaces.map((workspace) => packChecked(workspace, parent));
    const folder = join(parent, "user");
    mkdirSync(folder);
    const env = { ...withoutNpx(process.env), ...environment };
    const run: PackedFolder["run"] = (program, args, { code = 0 } = {}) => {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8" });
      if (status !== code) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
      return code === 0 ? stdout : stdout + stderr;
    };
    run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs]);
    await work({ folder, env, run, program: (name) => join(folder, "node_modules/.bin", name) });
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/**
 * Packs a workspace, prints the size of the tarball, and checks its form with publint.
 *
 * @param folder Where the tarball goes.
 * @returns Path of the tarball.
 * @throws If a file is packed that no user needs.
 */
export function packChecked(workspace: string, folder: string): string {
  const packed = runHere("npm", ["pack", "-w", workspace, "--json", "--pack-destination", folder], "pipe");
  // The build of the package may print first.
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

/** Runs a program of node_modules/.bin or of PATH in the root, and waits for its end. */
export function runHere(program: string, args: readonly string[], stdout: "inherit" | "pipe" = "inherit"): string {
  const env = { ...process.env, PATH: [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter) };
  const result = spawnSync(program, args, { cwd: ROOT, env, encoding: "utf8", stdio: ["ignore", stdout, "inherit"] });
  if (result.status !== 0) throw new Error(`${program} ${args.join(" ")} failed`);
  return result.stdout ?? "";
}
