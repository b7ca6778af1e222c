/** Runs other programs, and shows progress while they take time. */

import { spawn } from "node:child_process";
import { delimiter, join, resolve } from "node:path";
import { styleText } from "node:util";

export const ROOT = resolve(import.meta.dirname, "../..");

export type Finished = { readonly code: number; readonly output: string };

type RunOptions = {
  /** Whether to print the program's output while it runs. Otherwise it is only returned. */
  readonly show?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** After how many seconds the program is ended, with all that it started. Defaults to no limit. */
  readonly limitSeconds?: number;
};

/** How long an ended program's children may keep its output open. */
const LAST_WORDS_MS = 2_000;

/**
 * Runs a program of node_modules/.bin or of PATH, in the repository's root. It reads nothing from the terminal. A
 * program that ran over its limit has the code 1 and a last line that says so.
 */
export function run(
  program: string,
  args: readonly string[],
  { show = false, env = {}, limitSeconds }: RunOptions = {},
): Promise<Finished> {
  const path = [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);
  // The output goes through a pipe, into which a program would print no colours.
  const colour = show && process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...colour, ...env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    // With a limit it leads a group of its own, so that its children can be ended with it.
    detached: limitSeconds !== undefined,
  });

  let output = "";
  const take = (stream: NodeJS.WriteStream) => (chunk: string) => {
    output += chunk;
    if (show) stream.write(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", take(process.stdout));
  child.stderr.setEncoding("utf8").on("data", take(process.stderr));

  const closeOutput = () => {
    child.stdout.destroy();
    child.stderr.destroy();
  };
  let timeUp = false;
  const limit =
    limitSeconds &&
    setTimeout(() => {
      timeUp = true;
      endGroup(child.pid);
    }, limitSeconds * 1000);
  const stopped = () => {
    endGroup(child.pid);
    process.exit(130);
  };
  if (limitSeconds) process.once("SIGINT", stopped).once("SIGTERM", stopped);
  return new Promise((done, fail) => {
    child.on("error", fail);
    // A child that outlives the program may hold its output open for ever.
    child.on("exit", () => setTimeout(closeOutput, LAST_WORDS_MS).unref());
    child.on("close", (code) => {
      if (limit) clearTimeout(limit);
      process.off("SIGINT", stopped).off("SIGTERM", stopped);
      if (limitSeconds !== undefined) endGroup(child.pid);
      const last = timeUp
        ? `\n${[program, ...args].join(" ")} was ended: it ran for more than ${limitSeconds} s\n`
        : "";
      done({ code: timeUp ? 1 : (code ?? 1), output: output + last });
    });
  });
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
}

const SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

/** Shows what is being done while `work` runs: a moving line in a terminal, else a line every ten seconds. */
export async function withSpinner<T>(what: string | (() => string), work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const terminal = process.stdout.isTTY;
  let ticks = 0;
  const tick = () => {
    const seconds = Math.round((performance.now() - start) / 1000);
    const spinner = SPINNER[ticks++ % SPINNER.length];
    const now = typeof what === "string" ? what : what();
    process.stdout.write(terminal ? `\r\x1b[K${spinner} ${now} … ${seconds} s` : `${now} … ${seconds} s\n`);
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
