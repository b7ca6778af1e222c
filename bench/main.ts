/**
 * npm run bench: every bench, one after the other, then a summary of ratios and the machine that measured them. A bench
 * fails by crashing, never by its time.
 */

import { availableParallelism, cpus } from "node:os";
import { bad, dim, good, run, withSpinner } from "../tools/support/shell.ts";
import { benches } from "./benches.ts";
import { parseRatios, type Ratio } from "./ratios.ts";

const WHAT_WIDTH = 78;

const summary: string[] = [];
let crashed = 0;
for (const { name, program, args } of benches) {
  const { code, output } = await withSpinner(`bench ${name}`, () => run(program, args));
  const ratios = parseRatios(output);
  const done = code === 0 && ratios.length > 0;
  if (!done) crashed++;
  console.log(`${done ? good("✓") : bad("✗")} ${name}`);
  if (!done) console.error(output.trim().replace(/^/gm, "    "));
  summary.push(`\n${name}`, ...ratios.map(lineOf));
}

console.log(`\n${machine()}`);
console.log(summary.join("\n"));
process.exit(crashed === 0 ? 0 : 1);

function lineOf({ what, ratio }: Ratio): string {
  return `  ${what.padEnd(WHAT_WIDTH)} ${ratio.toFixed(2).padStart(7)} ×`;
}

/** The machine, on which seconds depend, and the fork, on which gas depends. */
function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return dim(
    `${model}, ${availableParallelism()} cores, Node ${process.version}, ${process.platform}; gas: fork osaka`,
  );
}
