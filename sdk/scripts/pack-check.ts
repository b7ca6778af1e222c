/** Packs the package as npm would and judges the tarball: publint on its form, attw on how its types resolve. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SDK } from "./root.ts";

const folder = mkdtempSync(join(tmpdir(), "doorkey-pack-"));
try {
  const packed = run("npm", ["pack", "--json", "--pack-destination", folder], "pipe");
  const [{ filename, files, size }] = JSON.parse(packed.slice(packed.indexOf("[\n")));
  const strays = files
    .map(({ path }: { path: string }) => path)
    .filter((path: string) => /\.test\.|^(src|test|scripts)\//.test(path));
  if (strays.length > 0) throw new Error(`packed by mistake: ${strays.join(", ")}`);
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB`);

  const tarball = join(folder, filename);
  run("publint", [tarball, "--strict"]);
  run("attw", [tarball, "--profile", "esm-only"]);
} finally {
  rmSync(folder, { recursive: true });
}

function run(program: string, args: string[], stdout: "inherit" | "pipe" = "inherit"): string {
  const result = spawnSync(program, args, { cwd: SDK, encoding: "utf8", stdio: ["ignore", stdout, "inherit"] });
  if (result.status !== 0) throw new Error(`${program} ${args[0]} failed`);
  return result.stdout ?? "";
}
