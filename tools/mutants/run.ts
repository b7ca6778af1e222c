/** Tries a mutant: compiles it, and runs the tests that concern it until one fails. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { codeOf } from "./compiler.ts";
import { type Edit, mutated, type Result } from "./mutant.ts";
import type { Sandbox } from "./sandbox.ts";
import { targetOf } from "./targets.ts";

type Suite = { readonly kind: "solidity" | "mocha"; readonly tests: readonly string[] };

/** Runs mutants in one sandbox, one at a time. */
export function mutantRunner(sandbox: Sandbox): (edit: Edit) => Promise<Result> {
  const sound = new Set<string>();

  /** A test that fails without any mutant would kill every one. */
  async function checkSound({ kind, tests }: Suite): Promise<void> {
    const key = tests.join(" ");
    if (sound.has(key)) return;
    const failure = await sandbox.firstFailure(kind, tests);
    if (failure !== undefined) throw new Error(`without any mutant, ${failure} fails in ${key}`);
    sound.add(key);
  }

  return async (edit) => {
    const { sources, solidity, flows } = targetOf(edit.file);
    const suites: Suite[] = [
      ...solidity.map((tests) => ({ kind: "solidity" as const, tests })),
      ...flows.map((test) => ({ kind: "mocha" as const, tests: [test] })),
    ];
    const text = await readFile(join(ROOT, edit.file), "utf8");
    const codes = codeOf(sources, { [edit.file]: mutated(text, edit) });
    for (const suite of suites) {
      const restore = await sandbox.spoil(codes);
      const failure = await sandbox.firstFailure(suite.kind, suite.tests).finally(restore);
      if (failure === undefined) continue;
      await checkSound(suite);
      return { status: "killed", by: failure };
    }
    return { status: "survived", note: "" };
  };
}
