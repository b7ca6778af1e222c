/**
 * Runs every bench of the door, one after the other: the hub, and those of other packages that a night rests on. Exits
 * with 1 if one of them fails, or a ratio misses its budget.
 *
 *   node --import tsx scripts/bench.ts
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Programs from the repository's root. Each takes `--ratios`. */
const PARTS: readonly string[] = [
  "gate/scripts/bench/hub.ts",
  "web/browser/bench/picture.ts",
  "bench/gate/settling.ts",
  "bench/gate/renewal.ts",
];

let failed = 0;
for (const part of PARTS) {
  console.log(`── ${part}`);
  const args = ["--no-warnings", "--import", "tsx", part, "--ratios"];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
