/** Writes what the package has beside its sources: artifacts with metadata, and the Ignition module in JavaScript. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import hre from "hardhat";
import { productContracts } from "../../tools/support/artifacts.ts";
import { compile } from "../../tools/support/build.ts";
import { ROOT } from "../../tools/support/shell.ts";
import { contractOutputs } from "../../tools/support/solc.ts";

const FOLDER = join(ROOT, "contracts");
const MODULE_TYPES = `import type { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** The suite, from the artifacts of this package. */
declare const Doorkey: ReturnType<typeof buildModule>;
export default Doorkey;
`;

await compile({ tests: false });
rmSync(join(FOLDER, "artifacts"), { recursive: true, force: true });
mkdirSync(join(FOLDER, "artifacts"));
const deployable = new Set((await productContracts()).map(({ name }) => name));
for (const { name, path, metadata } of await contractOutputs()) {
  if (!deployable.has(name) && !path.startsWith("interfaces/")) continue;
  const artifact = { ...(await hre.artifacts.readArtifact(`contracts/${path}:${name}`)), sourceName: path, metadata };
  writeFileSync(join(FOLDER, "artifacts", `${name}.json`), `${JSON.stringify(artifact, undefined, 2)}\n`);
}
await build({
  entryPoints: [join(FOLDER, "ignition/Doorkey.ts")],
  outfile: join(FOLDER, "ignition/Doorkey.js"),
  bundle: true,
  format: "esm",
  platform: "node",
  packages: "external",
  logLevel: "warning",
});
writeFileSync(join(FOLDER, "ignition/Doorkey.d.ts"), MODULE_TYPES);
// Hardhat would keep the process from ending.
process.exit();
