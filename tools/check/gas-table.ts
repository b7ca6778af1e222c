import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withGasTable } from "../support/gasTable.ts";
import { ROOT } from "../support/shell.ts";

/** The README tells the gas that snapshots/ has. */
export async function gasTable(): Promise<string[]> {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const snapshot = JSON.parse(await readFile(join(ROOT, "snapshots", "gas.json"), "utf8"));
  return withGasTable(readme, snapshot) === readme
    ? []
    : ["README.md: the gas table is stale; npm run gas -- --update"];
}
