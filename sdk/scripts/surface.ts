/** Writes test/surface.json, the exports of every entry point. Commit it together with the change that caused it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARRELS, exportsOf, pathOf } from "./exports.ts";
import { SDK } from "./root.ts";

const surface: Record<string, { values: string[]; types: string[] }> = {};
for (const barrel of BARRELS) {
  const values = Object.keys(await import(`../src/${pathOf(barrel)}.ts`)).sort();
  const types = exportsOf(barrel)
    .filter(({ isType }) => isType)
    .map(({ name }) => name)
    .sort();
  surface[barrel] = { values, types };
}
writeFileSync(join(SDK, "test", "surface.json"), `${JSON.stringify(surface, undefined, 2)}\n`);
console.log("✓ test/surface.json is written");
