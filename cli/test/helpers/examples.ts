import { type Ended, type RunOptions, runCommand } from "./runCommand.ts";

/** What a command's help lists. */
export type Help = { readonly subcommands: readonly string[]; readonly examples: readonly string[] };

/** Reads the subcommands and the examples in a command's help. */
export async function helpOf(name: string, cwd: string): Promise<Help> {
  const { code, stdout } = await runCommand([name, "--help"], { cwd });
  if (code !== 0) throw new Error(`doorkey ${name} --help ended with ${code}`);
  const [head = "", examples = ""] = stdout.split("\nExamples:\n");
  const [, commands = ""] = head.split("\nCommands:\n");
  const subcommands = [...commands.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, one]) => (one === undefined ? [] : [one]));
  return {
    subcommands: subcommands.filter((one) => one !== "help"),
    examples: examples
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  };
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
