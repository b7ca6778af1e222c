/** Tries a mutant: compiles it, and runs the tests that concern it until one fails. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import type { Code } from "./compiler.ts";
import type { Compiler } from "./compilerThread.ts";
import { type Edit, mutated, type Result } from "./mutant.ts";
import type { Sandbox } from "./sandbox.ts";
import { type Suite, suitesOf } from "./targets.ts";

/** Makes other code of the same contracts, a little larger or smaller. */
const UNKNOWN = { optimizer: { enabled: true, runs: 200 } };

export type MutantRunner = {
  /** Starts to compile a mutant, for as many tests as its first suite has. */
  compile(edit: Edit): Promise<Compiled>;
  /** Runs tests on a mutant. One mutant at a time. */
  test(compiled: Compiled): Promise<Result>;
};

type Compiled = { readonly edit: Edit; readonly text: string; readonly first: readonly Code[] };

export function mutantRunner(sandbox: Sandbox, compiler: Compiler): MutantRunner {
  const sound = new Set<string>();
  /** What the contracts of a source are without a mutant. */
  const unknown = new Map<string, Promise<readonly Code[]>>();

  /**
   * A test that fails without any mutant would kill every one. So would one that passes only while Hardhat knows the
   * code, by which it names errors. So here the contracts are compiled in another way: same effects, unknown code.
   */
  async function checkSound(suite: Suite, sources: readonly string[]): Promise<void> {
    const key = [...suite.tests, ...sources].join(" ");
    if (sound.has(key)) return;
    const failure = await firstFailure(suite, (await Promise.all(sources.map(unknownCodeOf))).flat());
    if (failure !== undefined) throw new Error(`without any mutant, ${failure} fails in ${suite.tests.join(" ")}`);
    sound.add(key);
  }

  function unknownCodeOf(source: string): Promise<readonly Code[]> {
    const codes = unknown.get(source) ?? compiler.codeOf([source], {}, UNKNOWN);
    unknown.set(source, codes);
    return codes;
  }

  async function firstFailure(suite: Suite, codes: readonly Code[]): Promise<string | undefined> {
    const restore = await sandbox.spoil(codes);
    return await sandbox.firstFailure(suite).finally(restore);
  }

  return {
    async compile(edit) {
      const text = mutated(await readFile(join(ROOT, edit.file), "utf8"), edit);
      const sources = suitesOf(edit.file)[0]?.sources ?? [];
      return { edit, text, first: await compiler.codeOf(sources, { [edit.file]: text }) };
    },
    async test({ edit: { file }, text, first }) {
      let codes = first;
      const sources: string[] = [];
      for (const [i, suite] of suitesOf(file).entries()) {
        sources.push(...suite.sources);
        if (i > 0 && suite.sources.length > 0) {
          codes = [...codes, ...(await compiler.codeOf(suite.sources, { [file]: text }))];
        }
        const failure = await firstFailure(suite, codes);
        if (failure === undefined) continue;
        await checkSound(suite, sources);
        return { status: "killed", by: failure };
      }
      return { status: "survived", note: "" };
    },
  };
}
