import { type Ended, type RunOptions, runCommand } from "./runCommand.ts";

/** Reads the examples in a command's help. */
export async function examplesOf(name: string, cwd: string): Promise<readonly string[]> {
  const { code, stdout } = await runCommand([name, "--help"], { cwd });
  if (code !== 0) throw new Error(`doorkey ${name} --help ended with ${code}`);
  const [, examples = ""] = stdout.split("\nExamples:\n");
  return examples
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Runs `npx doorkey <words> [< file]` as a shell would, without npx. */
export async function runExample(
  example: string,
  { stdinOf, ...options }: RunOptions & { readonly stdinOf: (file: string) => Promise<string> },
): Promise<Ended> {
  const [npx, doorkey, ...rest] = wordsOf(example);
  if (npx !== "npx" || doorkey !== "doorkey") throw new Error(`not a command of doorkey: ${example}`);
  const at = rest.indexOf("<");
  const file = at === -1 ? undefined : rest[at + 1];
  const args = at === -1 ? rest : rest.slice(0, at);
  return runCommand(args, { ...options, ...(file === undefined ? {} : { stdin: await stdinOf(file) }) });
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}
