/** The code in docs/ compiles: each block as the file that it is called, beside the other blocks of its guide. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { blocksOf } from "./blocks.ts";

// Inside the repository, so that packages are found; the folder is ignored by git.
const folder = join(ROOT, "cache", "docs-examples");
rmSync(folder, { recursive: true, force: true });

let written = 0;
for (const file of readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"))) {
  const blocks = blocksOf(readFileSync(join(ROOT, "docs", file), "utf8"));
  for (const { words, text, line } of blocks.filter(({ language }) => language === "ts")) {
    const path = join(folder, basename(file, ".md"), words[0] ?? `line-${line}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    // A module whatever it imports: names of one block are not those of another.
    writeFileSync(path, `${text}\nexport {};\n`);
    written++;
  }
}
if (written === 0) throw new Error("docs/ has no code: the check looks in the wrong place");

const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, types: ["node"] };
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({ extends: "../../tsconfig.json", compilerOptions, include: ["**/*.ts"], exclude: [] }),
);
// By name, as npm runs it: an npx inside an npx takes the outer one's options for its own.
const { status } = spawnSync("tsc", ["-p", folder], { cwd: ROOT, stdio: "inherit" });
console.log(`${status === 0 ? "✓" : "✗"} ${written} blocks of code in docs/ compile`);
process.exit(status === 0 ? 0 : 1);
