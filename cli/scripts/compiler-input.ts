/** Writes the sources of the contracts into the package, for `doorkey verify`. Compiles nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suitePlan } from "doorkey/deployment";
import { COMPILER_INPUT, compilerInput } from "../../tools/support/compilerInput.ts";
import { ROOT } from "../../tools/support/shell.ts";

writeFileSync(join(ROOT, COMPILER_INPUT), await compilerInput(suitePlan().map(({ name }) => name)));
