import type { Output } from "doorkey-server";
import { run } from "../../../src/cli/run.ts";

type Ran = { readonly exit: number; readonly out: string; readonly err: string };

/** Runs a command as the program would. Defaults to no terminal. */
export async function command(
  line: string | readonly string[],
  env: NodeJS.ProcessEnv = {},
  isTerminal = false,
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const output: Output = {
    isTerminal,
    line: (text = "") => void out.push(text),
    error: (text) => void err.push(text),
    json: (value) => void out.push(JSON.stringify(value)),
  };
  const exit = await run(typeof line === "string" ? line.split(" ") : line, output, env);
  return { exit, out: out.join("\n"), err: err.join("\n") };
}
