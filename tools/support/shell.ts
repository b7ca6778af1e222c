/** Running other programs, and saying something while it takes time. */

import { spawn } from "node:child_process";
import { delimiter, join, resolve } from "node:path";
import { styleText } from "node:util";

export const ROOT = resolve(import.meta.dirname, "../..");

export type Finished = { readonly code: number; readonly output: string };

type RunOptions = {
  /** Pass the program's output on while it runs; else it is only returned. */
  readonly show?: boolean;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs a program of node_modules/.bin or of the path, in the repository's root. */
export function run(
  program: string,
  args: readonly string[],
  { show = false, env = {} }: RunOptions = {},
): Promise<Finished> {
  const path = [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);
  // What we pass on goes through a pipe: a program at the other end of it would leave colours out.
  const colour = show && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...colour, ...env, PATH: path },
    stdio: ["inherit", "pipe", "pipe"],
    shell: process.platform === "win32",
  });

  let output = "";
  const take = (stream: NodeJS.WriteStream) => (chunk: string) => {
    output += chunk;
    if (show) stream.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", take(process.stdout));
  child.stderr.setEncoding("utf8").on("data", take(process.stderr));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

const SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** Says what is being done for as long as `work` takes: a moving line in a terminal, a line every ten seconds else. */
export async function withSpinner<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const terminal = process.stdout.isTTY;
  let ticks = 0;
  const tick = () => {
    const seconds = Math.round((performance.now() - start) / 1000);
    const spinner = SPINNER[ticks++ % SPINNER.length];
    process.stdout.write(terminal ? `\r\x1b[K${spinner} ${what} … ${seconds} s` : `${what} … ${seconds} s\n`);
  };
  const timer = setInterval(tick, terminal ? 100 : 10_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (terminal) process.stdout.write("\r\x1b[K");
  }
}

export const good = (text: string): string => styleText("green", text);
export const bad = (text: string): string => styleText("red", text);
export const dim = (text: string): string => styleText("dim", text);
