/** Packs the package as npm would and checks the tarball: publint its form, attw how its types resolve. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packChecked, runHere } from "../../tools/support/pack.ts";

const folder = mkdtempSync(join(tmpdir(), "doorkey-pack-"));
try {
  runHere("attw", [packChecked("doorkey", folder), "--profile", "esm-only"]);
} finally {
  rmSync(folder, { recursive: true });
}
