import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

/** The folder of this package. */
export const CLI = resolve(import.meta.dirname, "../..");

/** A Node that strips types needs no loader. tsx is resolved from here, because commands run in other folders. */
const LOADER = process.features.typescript === false ? ["--import", import.meta.resolve("tsx")] : [];

/** The exit code of a command, and all its output. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  /** The folder to run it in, where it writes its own files. */
  readonly cwd: string;
  readonly rpc?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of standard input, which then ends. "open" leaves it empty and open. */
  readonly stdin?: string;
  /** What to do once the command has printed `when`. */
  readonly said?: { readonly when: string; readonly act: () => unknown };
  /** A signal to send once the command has printed `when`. */
  readonly kill?: { readonly when: string; readonly signal: NodeJS.Signals };
};

/** Runs `doorkey` with these words, as a user does. */
export function runCommand(words: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, rpc, env = {}, stdin, kill, said } = options;
  const child = spawn(process.execPath, [...LOADER, join(CLI, "src/main.ts"), ...words], {
    cwd,
    // The tests get no colours and passwords from the environment of their caller.
    env: {
      PATH: process.env.PATH ?? "",
      TSX_TSCONFIG_PATH: join(CLI, "tsconfig.json"),
      ...(rpc === undefined ? {} : { DOORKEY_RPC: rpc }),
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  const waiting = [
    ...(said === undefined ? [] : [said]),
    ...(kill === undefined ? [] : [{ when: kill.when, act: () => child.kill(kill.signal) }]),
  ];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      output[stream] += chunk;
      for (const one of waiting.filter(({ when }) => output[stream].includes(when))) {
        waiting.splice(waiting.indexOf(one), 1);
        one.act();
      }
    });
  }
  child.stdin.on("error", () => {});
  if (stdin !== "open") child.stdin.end(stdin ?? "");
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code, ...output }));
  });
}
