import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { withoutNpx } from "../support/withoutNpx.ts";

type RunOptions = { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string };

/** A program that keeps running. */
export type Running = { readonly output: () => string; stop(): Promise<void> };

/** Most milliseconds until a program must end, or be ready if it stays. */
const PATIENCE = 300_000;

/** Starts other programs. None of them outlives this one. */
export class Processes {
  readonly #alive = new Set<ChildProcess>();

  constructor() {
    // However this process ends, the programs that it started must end too.
    process.on("exit", () => this.killAll());
  }

  /** Runs a program to its end and returns its stdout. An error contains all of its output. */
  run(program: string, args: readonly string[], { input, ...options }: RunOptions): Promise<string> {
    const child = this.#start(program, args, options);
    const { stdout, all } = collect(child);
    // A program may end without reading.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input ?? "");
    return new Promise((done, fail) => {
      const timer = setTimeout(() => kill(child), PATIENCE);
      child.on("error", fail);
      child.on("close", (code) => {
        clearTimeout(timer);
        if (code === 0) done(stdout());
        else fail(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${all()}`));
      });
    });
  }

  /** Starts a program that stays, and waits until it has written `ready`. */
  async stay(program: string, args: readonly string[], ready: RegExp, options: RunOptions): Promise<Running> {
    const child = this.#start(program, args, options);
    const { all } = collect(child);
    const closed = new Promise<void>((done) => child.on("close", () => done()));
    await new Promise<void>((done, fail) => {
      const tell = (how: string) => fail(new Error(`${program} ${args.join(" ")} ${how}:\n${all()}`));
      const timer = setTimeout(() => tell("was not ready in time"), PATIENCE);
      const look = () => {
        if (!ready.test(all())) return;
        clearTimeout(timer);
        done();
      };
      child.stdout?.on("data", look);
      child.on("error", fail);
      closed.then(() => tell("ended"));
    });
    return {
      output: all,
      stop: () => {
        kill(child, "SIGTERM");
        const timer = setTimeout(() => kill(child), 5_000);
        return closed.finally(() => clearTimeout(timer));
      },
    };
  }

  killAll(): void {
    for (const child of this.#alive) kill(child);
  }

  #start(program: string, args: readonly string[], { cwd, env = {} }: RunOptions): ChildProcess {
    const path = [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);
    const child = spawn(program, args, {
      cwd,
      env: { ...withoutNpx(process.env), PATH: path, NO_COLOR: "1", ...env },
      // A process group of its own, so that npm's children end with it.
      detached: true,
      stdio: "pipe",
    });
    this.#alive.add(child);
    child.on("close", () => this.#alive.delete(child));
    return child;
  }
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has already ended.
  }
}

function collect(child: ChildProcess) {
  let [stdout, all] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    all += text;
  });
  return { stdout: () => stdout, all: () => all };
}
