/** Writes the reference: the contracts' from natspec. The SDK's comes from typedoc, before it. */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CONTRACT_REFERENCE, contractReference } from "./support/contractReference.ts";
import { good, ROOT } from "./support/shell.ts";

const folder = join(ROOT, CONTRACT_REFERENCE);
const { pages } = await contractReference();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, text] of pages) await writeFile(join(folder, name), text);
console.log(`${good("✓")} ${CONTRACT_REFERENCE} has ${pages.size} pages`);
// Hardhat would keep the process from ending.
process.exit();
