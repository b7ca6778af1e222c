import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

/** The folder of this package. */
export const CLI = resolve(import.meta.dirname, "../..");

/** A Node that strips types needs no loader. tsx is found from here: commands run in other folders. */
const LOADER = process.features.typescript === false ? ["--import", import.meta.resolve("tsx")] : [];

/** How a command ended, and all that it wrote. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = {
  /** The folder to run it in: what it writes by itself goes there. */
  readonly cwd: string;
  readonly rpc?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed; "open" for nothing, and no end of it. */
  readonly stdin?: string;
  /** What to do once this was said. */
  readonly said?: { readonly when: string; readonly act: () => unknown };
  /** A signal to send once this was said. */
  readonly kill?: { readonly when: string; readonly signal: NodeJS.Signals };
};

/** Runs `doorkey` with these words, as a user does. */
export function runCommand(words: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, rpc, env = {}, stdin, kill, said } = options;
  const child = spawn(process.execPath, [...LOADER, join(CLI, "src/main.ts"), ...words], {
    cwd,
    // Colours and passwords of whoever runs the tests stay out of them.
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
