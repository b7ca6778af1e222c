/**
 * Writes what is made from the contracts and the tables, each from what was written before it: the address book of a
 * fresh local chain, what the SDK carries of the contracts, the error reference.
 */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { network } from "hardhat";
import { build } from "./support/build.ts";
import { deploySuite, writeDeployment } from "./support/deploy.ts";
import { sdkData } from "./support/sdkData.ts";
import { good, ROOT } from "./support/shell.ts";

await build({ tests: false });
const deployment = await deploySuite(await network.create("node"));
await writeDeployment(deployment);
console.log(`${good("✓")} deployments/${deployment.chainId}.json is written`);

const files = await sdkData();
for (const folder of new Set([...files.keys()].map(dirname)))
  await rm(join(ROOT, folder), { recursive: true, force: true });
for (const [path, text] of files) {
  await mkdir(dirname(join(ROOT, path)), { recursive: true });
  await writeFile(join(ROOT, path), text);
}
// Loaded now: it reads what was just written.
const { ERROR_REFERENCE, errorReference } = await import("./support/errorReference.ts");
await writeFile(join(ROOT, ERROR_REFERENCE), errorReference());
console.log(`${good("✓")} ${files.size} generated files of the SDK and ${ERROR_REFERENCE} are written`);
// The chain in this process would keep it from ending.
process.exit();
