/** Packs the package and the SDK, installs both into an empty folder, and runs the program there as its users do. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packChecked } from "../../tools/support/pack.ts";
import { withoutNpx } from "../../tools/support/withoutNpx.ts";
import { summaries } from "../src/summaries.ts";

const folder = mkdtempSync(join(tmpdir(), "doorkey-pack-"));
try {
  const tarballs = ["doorkey", "doorkey-cli"].map((workspace) => packChecked(workspace, folder));
  const user = join(folder, "user");
  mkdirSync(user);
  const run = (program: string, ...args: readonly string[]): string => {
    const env = { ...withoutNpx(process.env), DOORKEY_PASSWORD: "correct horse battery" };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: user, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  };
  run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs);

  // As the help shows it outside the repository. With --no, npx runs only what is installed.
  const help = run("npx", "--no", "-p", "doorkey-cli", "doorkey", "--help");
  assert.match(help, /^Usage: npx -p doorkey-cli doorkey <command>/);
  const doorkey = join(user, "node_modules/.bin/doorkey");
  for (const name of Object.keys(summaries)) {
    assert.ok(help.includes(`\n  ${name} `), `--help does not list ${name}`);
    assert.match(run(doorkey, name, "--help"), /\nExamples:\n {2}npx -p doorkey-cli doorkey /);
  }
  const { address } = JSON.parse(run(doorkey, "key", "new", "keys/organizer.json", "--json"));
  assert.ok(existsSync(join(user, "keys/organizer.json")), "key new wrote no file");
  assert.ok(run(doorkey, "key", "show", "keys/organizer.json", "--check").includes(address));
  console.log(`✓ doorkey runs in a folder with the packages alone: ${Object.keys(summaries).length} commands`);
} finally {
  rmSync(folder, { recursive: true });
}
