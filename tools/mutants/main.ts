/**
 * Puts small faults into the contracts, one at a time, and lists those that no test finds.
 *
 *   npm run test:mutants                             tries the mutants of the list that have no result yet
 *   npm run test:mutants -- --only <id>,<id>         tries these again
 *   npm run test:mutants -- --sample 5 --seed 7      tries five by chance, and writes no result; prints the seed
 *   npm run test:mutants -- --generate               makes list.json again, and keeps results of what stayed the same
 *
 * list.json and results.json are beside this file. A run can be stopped at any time, and continues where it was. It fails
 * if a mutant survives: results.json then waits for a note, the test that is missing. One that changes nothing that
 * anybody could notice gets the status "equivalent" by hand, and a sentence why.
 */

import { randomInt } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "../support/build.ts";
import { randomBySeed } from "../support/randomBySeed.ts";
import { bad, dim, good, withSpinner } from "../support/shell.ts";
import { shuffled } from "../support/shuffled.ts";
import { startCompiler } from "./compilerThread.ts";
import { allEdits, chooseEdits } from "./generate.ts";
import type { Edit, Mutant, Result, Results } from "./mutant.ts";
import { mutantRunner } from "./run.ts";
import { openSandbox } from "./sandbox.ts";

const LIST = join(import.meta.dirname, "list.json");
const RESULTS = join(import.meta.dirname, "results.json");

const { values: options } = parseArgs({
  options: {
    generate: { type: "boolean", default: false },
    only: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string" },
  },
});

if (options.generate) await generate();
else process.exit((await tryMutants()) ? 0 : 1);

async function generate(): Promise<void> {
  const edits = await withSpinner("looking for places", chooseEdits);
  const list: Mutant[] = edits.map(({ start, end, ...mutant }) => mutant);
  const results: Results = await read(RESULTS);
  const kept = inOrderOf(list, results);
  await write(LIST, list);
  await write(RESULTS, kept);
  const [fileCount, resultCount] = [new Set(list.map(({ file }) => file)).size, Object.keys(kept).length];
  console.log(`${list.length} mutants in ${fileCount} files; ${resultCount} have results`);
}

/** Whether none of those that were tried survived. */
async function tryMutants(): Promise<boolean> {
  const list: readonly Mutant[] = await read(LIST);
  let results: Results = await read(RESULTS);
  const chosen = choose(list, results);
  if (chosen.length === 0) return report(list, results);

  await build();
  const edits = await locate(chosen);
  const sandbox = await withSpinner("copying the repository", openSandbox);
  const compiler = startCompiler();
  const { compile, test } = mutantRunner(sandbox, compiler);
  let survivors = 0;
  try {
    // The next mutant is compiled while one is tested.
    let compiled: ReturnType<typeof compile> | undefined;
    for (const [i, edit] of edits.entries()) {
      const start = performance.now();
      const mutant = await (compiled ?? compile(edit));
      const next = edits[i + 1];
      compiled = next === undefined ? undefined : compile(next);
      const result = await test(mutant);
      const seconds = Math.round((performance.now() - start) / 1000);
      const excused = result.status === "survived" && results[edit.id]?.status === "equivalent";
      if (result.status === "survived" && !excused) survivors++;
      console.log(`${i + 1}/${edits.length} ${sentence(edit, result)} ${dim(`${seconds} s`)}`);
      if (options.sample !== undefined || excused) continue;
      results = inOrderOf(list, { ...results, [edit.id]: result });
      await write(RESULTS, results);
    }
  } finally {
    await compiler.stop();
    await sandbox.remove();
  }
  return options.sample === undefined ? report(list, results) : survivors === 0;
}

function choose(list: readonly Mutant[], results: Results): readonly Mutant[] {
  const only = options.only?.split(",");
  if (only !== undefined) return inTurns(list).filter(({ id }) => only.includes(id));
  if (options.sample === undefined) return inTurns(list).filter(({ id }) => results[id] === undefined);
  const seed = Number(options.seed ?? randomInt(2 ** 31));
  console.log(`--sample ${options.sample} --seed ${seed}`);
  return shuffled(list, randomBySeed(seed)).slice(0, Number(options.sample));
}

/** The files take turns, so that a run that is stopped early has tried every contract. */
function inTurns(list: readonly Mutant[]): readonly Mutant[] {
  const turns = new Map<string, number>();
  const turnOf = ({ file }: Mutant) => {
    const turn = turns.get(file) ?? 0;
    turns.set(file, turn + 1);
    return turn;
  };
  return shuffled(list, randomBySeed(1))
    .map((mutant) => ({ mutant, turn: turnOf(mutant) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ mutant }) => mutant);
}

/** The results of the mutants in the list. */
function inOrderOf(list: readonly Mutant[], results: Results): Results {
  return Object.fromEntries(
    list.flatMap(({ id }) => {
      const result = results[id];
      return result === undefined ? [] : [[id, result]];
    }),
  );
}

/** Where the mutants are by now. */
async function locate(mutants: readonly Mutant[]): Promise<Edit[]> {
  const found = await allEdits([...new Set(mutants.map(({ file }) => file))]);
  return mutants.map(({ id, file, where }) => {
    const edit = found.find((candidate) => candidate.id === id);
    if (edit === undefined) {
      throw new Error(
        `list.json is stale: ${file}, ${where} has no mutant ${id} any more; npm run test:mutants -- --generate`,
      );
    }
    return edit;
  });
}

function report(list: readonly Mutant[], results: Results): boolean {
  const of = (status: Result["status"]) => list.filter(({ id }) => results[id]?.status === status);
  const survivors = of("survived");
  for (const mutant of survivors) {
    const result = results[mutant.id];
    if (result !== undefined) console.log(sentence(mutant, result));
  }
  const tried = of("killed").length + of("equivalent").length + survivors.length;
  console.log(
    `${list.length} mutants: ${of("killed").length} killed, ${of("equivalent").length} equivalent, ` +
      `${survivors.length} survived, ${list.length - tried} not tried`,
  );
  return survivors.length === 0;
}

function sentence({ id, file, line, where, rule, before, after }: Mutant, result: Result): string {
  const change = `${before} → ${after}`.replace(/\s+/g, " ");
  const what = `${id} ${file}:${line} ${where}: ${rule}: ${change.length > 100 ? `${change.slice(0, 99)}…` : change}`;
  if (result.status === "killed") return `${good("✓")} ${what}, killed by ${result.by}`;
  return `${bad("✗")} ${what}, ${result.status}${result.note === "" ? "" : `: ${result.note}`}`;
}

async function read<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8"));
}

async function write(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
