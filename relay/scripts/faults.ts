/**
 * Runs the tests that are named after a row of the table of faults (F1 to F45, docs/architecture.md), and prints a line
 * for each row: what fails, and on which databases the tests passed.
 *
 *   node scripts/faults.ts
 */

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROWS: readonly (readonly [row: string, failure: string])[] = [
  ["F1", "crash after the nonce is allocated, before signing"],
  ["F2", "crash after signing, before or during broadcast"],
  ["F3", "RPC times out, but the node took the transaction"],
  ["F4", "replica paused for longer than its lease wakes up"],
  ["F5", "stuck transaction"],
  ["F6", "fee cap reached, transaction evicted, fee falls again"],
  ["F7", "nonce too low"],
  ["F8", "nonce too high, or a gap"],
  ["F9", "database behind the chain"],
  ["F10", "reorg"],
  ["F11", "whole batch reverts"],
  ["F12", "request front-run"],
  ["F13", "request skipped"],
  ["F14", "inner call reverts"],
  ["F15", "state changed between simulation and mining"],
  ["F16", "gas estimate too low or absurd"],
  ["F17", "signer runs out of ether in mid-flight"],
  ["F18", "RPC node lags behind, or is on another fork"],
  ["F19", "database down"],
  ["F20", "duplicate request"],
  ["F21", "flood of valid-looking garbage"],
  ["F22", "poison webhook endpoint"],
  ["F23", "policy or budget changed while queued"],
  ["F24", "clock skew"],
  ["F25", "two processes on one embedded database"],
  ["F26", "rolling deploy with a new signer key"],
  ["F27", "wrong chain, forwarder or target"],
  ["F28", "gas cap and size of a transaction"],
  ["F29", "odd answer about one request"],
  ["F30", "odd answer about a method, for a while"],
  ["F31", "node refuses large batches"],
  ["F32", "no node takes a transaction"],
  ["F33", "tip below the node's minimum"],
  ["F34", "optional fields and methods missing"],
  ["F35", "table of hostile nodes"],
  ["F36", "fork changes the prices of gas"],
  ["F37", "executed elsewhere, block unknown"],
  ["F38", "dearer attempt refused by every node"],
  ["F39", "node lies about nonces"],
  ["F40", "signer gets code while running"],
  ["F41", "wallet cannot pay the next transaction"],
  ["F42", "budgets tied up or used up without a key"],
  ["F43", "admissions of one sponsor flood the queue"],
  ["F44", "database's clock is set"],
  ["F45", "rolling update, leases of a crashed process"],
];

const root = fileURLToPath(new URL("..", import.meta.url));

/** Test files that name a row. */
function filesWithRows(): string[] {
  const all = readdirSync(`${root}/test`, { recursive: true, encoding: "utf8" });
  return all
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => /["'`]F\d+\b/.test(readFileSync(`${root}/test/${name}`, "utf8")))
    .map((name) => `test/${name}`)
    .sort();
}

type Outcome = { readonly title: string; readonly passed: boolean; readonly message: string };

/** Runs mocha in a process of its own; each result comes as a line of JSON. */
async function outcomes(files: readonly string[]): Promise<Outcome[]> {
  const mocha = fileURLToPath(import.meta.resolve("mocha/bin/mocha.js"));
  const args = [mocha, "--no-warnings", "--grep", "F\\d+ ", "--reporter", "json-stream", ...files];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.on("close", resolve));
  return output.split("\n").flatMap((line): Outcome[] => {
    if (!line.startsWith('["pass"') && !line.startsWith('["fail"')) return [];
    const [kind, { fullTitle, err = "" }] = JSON.parse(line) as [string, { fullTitle: string; err?: string }];
    return [{ title: fullTitle, passed: kind === "pass", message: err }];
  });
}

const started = Date.now();
const files = filesWithRows();
const results = await outcomes(files);
let bad = 0;
for (const [row, failure] of ROWS) {
  const own = results.filter(({ title }) => new RegExp(`\\b${row} `).test(title));
  const failed = own.filter(({ passed }) => !passed);
  const on = ["embedded", "postgres"].filter((kind) => own.some(({ title }) => title.includes(`(${kind})`)));
  const verdict = own.length === 0 ? "MISSING" : failed.length > 0 ? "FAILED" : "ok";
  if (verdict !== "ok") bad++;
  const tests = `${own.length} ${own.length === 1 ? "test" : "tests"}`;
  console.log(`${row.padEnd(4)} ${verdict.padEnd(8)} ${failure.padEnd(58)} ${tests.padEnd(9)} ${on.join(", ")}`);
  for (const { title, message } of failed) console.log(`       ${title}\n       ${message}`);
}
const rest = results.filter(({ title, passed }) => !passed && !/\bF\d+ /.test(title));
for (const { title, message } of rest) console.log(`FAILED ${title}\n       ${message}`);
const seconds = ((Date.now() - started) / 1_000).toFixed(0);
console.log(`${ROWS.length - bad} of ${ROWS.length} rows, ${results.length} tests, ${seconds} s`);
process.exitCode = bad === 0 && rest.length === 0 ? 0 : 1;
