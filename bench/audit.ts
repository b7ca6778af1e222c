/**
 * npm run bench:audit: how long the audit of a whole sale takes beside the check of its signatures alone, on the same
 * cores, and how much memory. The sale is built once on a chain in a process, audited there, and saved as a bundle;
 * each measurement is a process of its own that reads the bundle. `--ratios` adds a JSON line for `npm run bench`.
 *
 *   npm run bench:audit                       2,000 rights, entries and attestations
 *   npm run bench:audit -- --rights 60000     as many as a stadium has
 */

import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dim, ROOT, run, withSpinner } from "../tools/support/shell.ts";
import type { Measured } from "./audit/Measured.ts";

/** More entrants than places, as in a sale that is worth a draw. */
const ENTRANTS_PER_PLACE = 61 / 60;

/** What the audit of a stadium's sale may take: times the processor's time of its signatures alone, and memory. */
const MOST = { ratio: 4, megabytes: 1_500 };

const { values } = parseArgs({
  options: {
    rights: { type: "string", default: "2000" },
    file: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    ratios: { type: "boolean", default: false },
  },
});
const rights = Number(values.rights);
const entrants = Math.ceil(rights * ENTRANTS_PER_PLACE);
const file = values.file ?? join(ROOT, "cache", `sale-of-${rights}.bundle`);
mkdirSync(join(ROOT, "cache"), { recursive: true });

if (!existsSync(file)) {
  const title = `building a sale of ${rights.toLocaleString("en-US")} rights`;
  await withSpinner(title, () => step("buildSale.ts", file, values.rights, String(entrants)));
}
const alone = await withSpinner("signatures alone", () =>
  measured("checkAlone.ts", String(2 * rights), values.workers),
);
const audit = await withSpinner("the audit", () => measured("auditSaved.ts", file, values.workers));

console.log(
  `${rights.toLocaleString("en-US")} rights, entries and attestations; ${entrants.toLocaleString("en-US")} entrants`,
);
console.log(row("", "seconds", "of processor", "peak memory"));
console.log(row("signatures alone", alone.seconds, alone.processorSeconds, alone.peakMegabytes));
console.log(row("the whole audit", audit.seconds, audit.processorSeconds, audit.peakMegabytes));
console.log(audit.notable === "" ? `all ${audit.statements} statements hold` : `these do not hold: ${audit.notable}`);
const ratio = audit.processorSeconds / alone.processorSeconds;
console.log(
  `audit ÷ signatures alone: ${ratio.toFixed(2)} by processor time, ${(audit.seconds / alone.seconds).toFixed(2)} by the clock`,
);
console.log(bound("processor time ÷ that of the signatures", ratio, MOST.ratio));
console.log(bound("MB of memory", audit.peakMegabytes, MOST.megabytes));
console.log(dim(`${values.workers} threads; the bundle is ${file}`));
if (values.ratios)
  console.log(JSON.stringify({ what: "audit of a sale ÷ its signatures alone (processor time)", ratio }));

async function step(program: string, ...args: readonly string[]): Promise<string> {
  const path = join(import.meta.dirname, "audit", program);
  const { code, output } = await run(process.execPath, ["--import", "tsx", path, ...args]);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}`);
  return output;
}

async function measured(program: string, ...args: readonly string[]): Promise<Measured> {
  return JSON.parse((await step(program, ...args)).trim().split("\n").at(-1) ?? "");
}

function bound(what: string, value: number, most: number): string {
  const verdict = value <= most ? "within" : "ABOVE";
  return `${verdict} the bound: ${value.toLocaleString("en-US", { maximumFractionDigits: 2 })} of at most ${most.toLocaleString("en-US")} ${what}`;
}

function row(what: string, ...cells: readonly (string | number)[]): string {
  const texts = cells.map((cell, i) => (typeof cell === "string" ? cell : i === 2 ? `${cell} MB` : cell.toFixed(1)));
  return what.padEnd(20) + texts.map((text) => text.padStart(14)).join("");
}
