/**
 * Reads inputs as people have them, and compares what the project makes of each with its right value. Fails if one
 * differs. `npm run cases -- 06 08` runs the cases whose folders begin so.
 */

import { bad, good } from "../support/shell.ts";
import { row as locations } from "./01-jsonld-location-array.ts";
import { row as graphs } from "./02-jsonld-graph.ts";
import { row as times } from "./03-jsonld-times.ts";
import { row as entities } from "./04-jsonld-entities.ts";
import { row as festival } from "./05-jsonld-festival.ts";
import { row as tables } from "./06-csv-excel.ts";
import { row as logRanges } from "./07-getlogs.ts";
import { row as classNames } from "./08-class-names.ts";
import { row as pictures } from "./09-qr.ts";
import { row as keyboards } from "./10-keyboard-wedge.ts";
import { row as relayLogRanges } from "./17-relay-getlogs-range.ts";
import { row as batchLimit } from "./18-rpc-batch-limit.ts";
import { row as neverTaken } from "./19-never-taken-transaction.ts";
import { row as leastTip } from "./20-min-tip.ts";
import { row as l1Fee } from "./22-l1-fee.ts";
import { row as noFeeHistory } from "./23-no-feehistory.ts";
import type { Case } from "./Case.ts";

const rows: readonly Case[] = [
  ...[locations, graphs, times, entities, festival],
  ...[tables, logRanges, classNames, pictures, keyboards, relayLogRanges],
  ...[batchLimit, neverTaken, leastTip, l1Fee, noFeeHistory],
];

const prefixes = process.argv.slice(2);
const chosen = rows.filter(({ folder }) => prefixes.length === 0 || prefixes.some((one) => folder.startsWith(one)));
if (prefixes.length > 0 && chosen.length === 0) {
  console.error(`no case begins with ${prefixes.join(" or ")}`);
  process.exit(2);
}
let right = 0;
let wrong = 0;
for (const row of chosen) {
  console.log(`${row.folder}  ${row.title}`);
  for (const { input, expected, actual } of await row.run()) {
    const isRight = expected === actual;
    if (isRight) right++;
    else wrong++;
    console.log(`  ${isRight ? good("✓") : bad("✗")} ${input}: ${actual}`);
    if (!isRight) console.log(`      expected: ${expected}`);
  }
}
console.log(`${right} right, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
