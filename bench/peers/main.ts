/** npm run bench:gas: see options.ts. */

import { compile } from "../../tools/support/build.ts";
import { bad, good } from "../../tools/support/shell.ts";
import { ratioLine } from "../ratios.ts";
import { baselines, constants } from "./baseline.ts";
import { deviations, greatestDeviation } from "./compare.ts";
import { measureAll, systems } from "./measure.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { publish } from "./publish.ts";
import { gasRatios } from "./ratios.ts";
import { differences, type Results, readResults, SIZES, settingOf, writeResults } from "./results.ts";
import { textTable } from "./table.ts";

const options = readOptions();
if (options.help) {
  console.log(USAGE);
  process.exit();
}
const results = await measure(options);
console.log(print(results));
process.exit(await finish(results));

function readOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function measure({ fork }: Options): Promise<Results> {
  await buildQuietly();
  const rows = await measureAll({
    fork,
    sizes: SIZES,
    onSystem: ({ name }, i) => console.error(`measuring on ${fork}: ${name} (${i + 1} of ${systems.length})`),
  });
  return { setting: await settingOf(fork), rows: fork === "osaka" ? [...rows, ...constants] : rows };
}

/** Builds with output on stderr, because stdout is for rows only. */
async function buildQuietly(): Promise<void> {
  const write = process.stdout.write;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  try {
    await compile({ tests: false });
  } finally {
    process.stdout.write = write;
  }
}

function print(measured: Results): string {
  if (options.ratios) return gasRatios(measured.rows).map(ratioLine).join("\n");
  return options.json ? JSON.stringify(measured.rows, undefined, 2) : report(measured);
}

async function finish(measured: Results): Promise<number> {
  if (options.check) return check(measured);
  return options.ratios ? 0 : write(measured);
}

function report({ setting, rows }: Results): string {
  const table = textTable(rows, SIZES);
  const heading = Object.values(setting).join("\n");
  if (setting.fork !== "osaka") return `${heading}\n\n${table}`;
  const ratios = gasRatios(rows).map(({ what, ratio }) => `${what}: ${ratio.toFixed(1)}`);
  return [heading, "", table, "", ...ratios].join("\n");
}

async function check(measured: Results): Promise<number> {
  const stored = await readResults().catch(() => undefined);
  const faults = [...deviations(measured.rows, baselines), ...differences(stored, measured)];
  for (const fault of faults) console.error(`${bad("✗")} ${fault}`);
  const greatest = (greatestDeviation(measured.rows, baselines) * 100).toFixed(1);
  if (faults.length === 0) {
    console.error(
      `${good("✓")} ${baselines.length} peer rows are within ${greatest} % of the study; bench/results/ is up to date`,
    );
  }
  return faults.length === 0 ? 0 : 1;
}

async function write(measured: Results): Promise<number> {
  await writeResults(options.fork, measured);
  if (options.fork === "osaka") await publish(measured);
  console.error(
    `${good("✓")} bench/results/${options.fork === "osaka" ? ", docs/performance.md and README.md are" : " is"} written`,
  );
  return 0;
}
