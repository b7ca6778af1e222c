import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type { Writable } from "node:stream";

/** The folder of this package. */
export const CLI = resolve(import.meta.dirname, "../..");

/** A Node that strips types needs no loader. tsx is resolved from here, because commands run in other folders. */
const LOADER = process.features.typescript === false ? ["--import", import.meta.resolve("tsx")] : [];

/** The exit code of a command, and all its output. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** What to do when the command has printed `when`, such as typing into its standard input. */
export type Said = { readonly when: string; readonly act: (stdin: Writable) => unknown };

export type RunOptions = {
  /** The folder to run it in, where it writes its own files. */
  readonly cwd: string;
  readonly rpc?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of standard input, which then ends. "open" leaves it empty and open. */
  readonly stdin?: string;
  /** What to do once the command has printed `when`. */
  readonly said?: Said | readonly Said[];
  /** A signal to send once the command has printed `when`. */
  readonly kill?: { readonly when: string; readonly signal: NodeJS.Signals };
  /** Kills the command with SIGKILL once it aborts. */
  readonly killed?: AbortSignal;
  /** Closes this end of the command's stdout once it has printed `when`, so that its further output has no reader. */
  readonly leave?: { readonly when: string };
};

const MAIN = join(CLI, "src/main.ts");

/** The tests get no colours and passwords from the environment of their caller. */
function environmentOf({ rpc, env = {} }: RunOptions): Readonly<Record<string, string>> {
  const { PATH = "", NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    TSX_TSCONFIG_PATH: join(CLI, "tsconfig.json"),
    ...(rpc === undefined ? {} : { DOORKEY_RPC: rpc }),
    ...env,
  };
}

/**
 * Runs `doorkey <words>` in bash with what follows it in a pipe, such as `| head -n 1`. Its exit code is that of
 * `doorkey`, and its stderr is kept.
 */
export async function runInPipe(words: readonly string[], pipe: string, options: RunOptions): Promise<Ended> {
  const child = spawn(
    "bash",
    ["-c", `"$@" ${pipe}; exit "\${PIPESTATUS[0]}"`, "bash", process.execPath, ...LOADER, MAIN, ...words],
    {
      cwd: options.cwd,
      env: environmentOf(options),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      output[stream] += chunk;
    });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, ...output }));
  });
}

/** Runs `doorkey` with these words, as a user does. */
export function runCommand(words: readonly string[], options: RunOptions): Promise<Ended> {
  const { stdin, kill, said, leave } = options;
  const child = spawn(process.execPath, [...LOADER, MAIN, ...words], {
    cwd: options.cwd,
    env: environmentOf(options),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  const waiting = [
    ...(said === undefined ? [] : [said].flat()),
    ...(kill === undefined ? [] : [{ when: kill.when, act: () => child.kill(kill.signal) }]),
    ...(leave === undefined ? [] : [{ when: leave.when, act: () => child.stdout.destroy() }]),
  ];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      output[stream] += chunk;
      for (const one of waiting.filter(({ when }) => output[stream].includes(when))) {
        waiting.splice(waiting.indexOf(one), 1);
        one.act(child.stdin);
      }
    });
  }
  options.killed?.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
  child.stdin.on("error", () => {});
  if (stdin !== "open") child.stdin.end(stdin ?? "");
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, ...output }));
  });
}
