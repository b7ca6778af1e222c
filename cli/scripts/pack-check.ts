/** Packs the package and the SDK, installs both into an empty folder, and runs the program there as its users do. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PackedFolder, withPacked } from "../../tools/support/pack.ts";
import { ROOT } from "../../tools/support/shell.ts";
import { summaries } from "../src/summaries.ts";

await withPacked(["doorkey", "doorkey-cli"], { DOORKEY_PASSWORD: "correct horse battery" }, async (packed) => {
  const { folder, run } = packed;
  // As the help shows it outside the repository. With --no, npx runs only what is installed.
  const help = run("npx", ["--no", "-p", "doorkey-cli", "doorkey", "--help"]);
  assert.match(help, /^Usage: npx -p doorkey-cli doorkey <command>/);
  const doorkey = packed.program("doorkey");
  for (const name of Object.keys(summaries)) {
    assert.ok(help.includes(`\n  ${name} `), `--help does not list ${name}`);
    assert.match(run(doorkey, [name, "--help"]), /\nExamples:\n {2}npx -p doorkey-cli doorkey /);
  }
  const { address } = JSON.parse(run(doorkey, ["key", "new", "keys/organizer.json", "--json"]));
  assert.ok(existsSync(join(folder, "keys/organizer.json")), "key new wrote no file");
  assert.ok(run(doorkey, ["key", "show", "keys/organizer.json", "--check"]).includes(address));

  const missing = run(doorkey, ["dev", "--port", "0"], { code: 1 });
  assert.match(missing, /Install it: npm install hardhat@/);
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `hardhat@${devDependencies.hardhat}`]);
  await tryDev(packed, doorkey);
  console.log(`✓ doorkey runs in a folder with the packages alone: ${Object.keys(summaries).length} commands`);
});

/** Starts the chain of `doorkey dev`, and registers an organizer on it. */
async function tryDev({ folder, env, run }: PackedFolder, doorkey: string): Promise<void> {
  const child = spawn(doorkey, ["dev", "--port", "0"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  try {
    let said = "";
    for await (const text of child.stdout.setEncoding("utf8")) {
      said += text;
      if (said.includes("\nNext\n")) break;
    }
    const [url = assert.fail(said)] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    const register = ["organizer", "register", "Your Hall", "--site", "https://your-hall.example", "--as", "organizer"];
    assert.match(run(doorkey, [...register, "--rpc", url]), /Your Hall is organizer 1\./);
    assert.match(run(doorkey, ["verify", "--rpc", url], { code: 1 }), /npm install solc@/);
    assert.match(run(doorkey, ["deploy", "--verify", "--rpc", url]), /are as they should be/);
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}
