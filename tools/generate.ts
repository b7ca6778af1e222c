/**
 * Writes what is generated from the contracts and the tables: the address book of a fresh local chain, the SDK's data
 * about the contracts, the error reference, the relay's page for operators, and the interface of shops. Each step reads
 * what the step before it wrote.
 */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ADMIN_PAGE, adminPage } from "./support/adminPage.ts";
import { compile } from "./support/build.ts";
import { GOING_LIVE, readGuide, withChainTable } from "./support/chainTable.ts";
import { sdkData } from "./support/sdkData.ts";
import { good, ROOT } from "./support/shell.ts";

await compile({ tests: false });
await writeSdkData();
// Loaded only now, because it deploys the code that was just written.
const { startTestChain } = await import("../sdk/src/testing/startTestChain.ts");
const { deployment, close } = await startTestChain();
await close();
await writeFile(
  join(ROOT, "deployments", `${deployment.chainId}.json`),
  `${JSON.stringify(deployment, undefined, 2)}\n`,
);
console.log(`${good("✓")} deployments/${deployment.chainId}.json is written`);

const written = await writeSdkData();
const { ERROR_REFERENCE, errorReference } = await import("./support/errorReference.ts");
await writeFile(join(ROOT, ERROR_REFERENCE), errorReference());
await writeFile(join(ROOT, ADMIN_PAGE), await adminPage());
const { SHOP_API, shopApiText } = await import("./support/shopApi.ts");
await writeFile(join(ROOT, SHOP_API), shopApiText());
await writeFile(join(ROOT, GOING_LIVE), await withChainTable(await readGuide()));
console.log(`${good("✓")} ${written} generated files of the SDK and ${ERROR_REFERENCE} are written`);
// The chain in this process would keep it from ending.
process.exit();

async function writeSdkData(): Promise<number> {
  const files = await sdkData();
  for (const folder of new Set([...files.keys()].map(dirname)))
    await rm(join(ROOT, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), text);
  }
  return files.size;
}
