import { type Ended, type RunOptions, runScript } from "./runScript.ts";

/** The commands in a script's help, each with its words. */
export async function examplesOf(name: string, cwd: string): Promise<readonly string[]> {
  const { code, stdout } = await runScript(name, ["--help"], { cwd });
  if (code !== 0) throw new Error(`npm run ${name} -- --help ended with ${code}`);
  const [, examples = ""] = stdout.split("\nExamples:\n");
  return examples
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Runs `npm run <name> -- <words> [< file]` as a shell would, without npm. */
export async function runExample(
  example: string,
  { stdinOf, ...options }: RunOptions & { readonly stdinOf: (file: string) => Promise<string> },
): Promise<Ended> {
  const words = wordsOf(example);
  const [npm, run, name = "", dashes, ...rest] = words;
  if (npm !== "npm" || run !== "run" || dashes !== "--") throw new Error(`no command of ours: ${example}`);
  const at = rest.indexOf("<");
  const file = at === -1 ? undefined : rest[at + 1];
  const args = at === -1 ? rest : rest.slice(0, at);
  return runScript(name, args, { ...options, ...(file === undefined ? {} : { stdin: await stdinOf(file) }) });
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
