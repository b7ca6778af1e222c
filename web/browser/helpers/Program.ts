/** A program of the repository in a process of its own, as an operator starts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const CLOCK = new URL("./movableClock.mjs", import.meta.url).href;

export class Program {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly ended: Promise<unknown>;

  /** @param file The program's TypeScript, and `args` its arguments. */
  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, ["--no-warnings", "--import", CLOCK, file, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", (line) => this.#lines.push(line));
    }
    this.ended = once(this.#child, "exit");
  }

  /** What it printed. */
  get output(): string {
    return this.#lines.join("\n");
  }

  /** The first line that is a JSON object with these names and values. Throws if the program ends before. */
  async says(about: { readonly [name: string]: unknown }): Promise<{ readonly [name: string]: unknown }> {
    const fits = (line: { readonly [name: string]: unknown }) =>
      Object.entries(about).every(([name, value]) => line[name] === value);
    for (;;) {
      const found = this.#lines.flatMap(objectIn).find(fits);
      if (found !== undefined) return found;
      const isOver = await Promise.race([this.ended.then(() => true), nextTurn().then(() => false)]);
      if (isOver) throw new Error(`the program ended before it said ${JSON.stringify(about)}:\n${this.output}`);
    }
  }

  /** Moves its clock to so many milliseconds ahead of this machine's. */
  async moveClock(milliseconds: number): Promise<void> {
    const moved = once(this.#child, "message");
    this.#child.send(milliseconds);
    await moved;
  }

  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await this.ended;
  }
}

function objectIn(line: string): { readonly [name: string]: unknown }[] {
  return line.startsWith("{") ? [JSON.parse(line)] : [];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
