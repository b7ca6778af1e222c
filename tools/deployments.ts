/** Writes deployments/31337.json: the suite on a fresh local chain, where addresses never change unless the code does. */

import { network } from "hardhat";
import { build } from "./support/build.ts";
import { deploySuite, writeDeployment } from "./support/deploy.ts";
import { good } from "./support/shell.ts";

await build({ tests: false });
const deployment = await deploySuite(await network.create("node"));
await writeDeployment(deployment);
console.log(`${good("✓")} deployments/${deployment.chainId}.json is written`);
process.exit();
