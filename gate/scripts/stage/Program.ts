import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A program of the repository in a process of its own, as an operator starts it. */
export class Program {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  /** Resolves when it has ended for any reason. */
  readonly ended: Promise<unknown>;

  /** @param args Of node: what it imports first, the program, and its arguments. */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, ["--no-warnings", ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", (line) => this.#lines.push(line));
    }
    this.ended = once(this.#child, "exit");
    // However this process ends, the program ends too.
    const end = () => void this.#child.kill("SIGKILL");
    process.once("exit", end);
    this.#child.once("exit", () => process.off("exit", end));
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** What it printed last. */
  get output(): string {
    return this.#lines.slice(-30).join("\n");
  }

  /** The line of its log with this message. Throws if the program ends before. */
  async says(msg: string): Promise<{ readonly [name: string]: unknown }> {
    for (;;) {
      const found = this.#lines.flatMap(objectIn).find((line) => line.msg === msg);
      if (found !== undefined) return found;
      if (this.hasEnded) throw new Error(`the program ended before it said "${msg}":\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    this.#child.kill(signal);
    await this.ended;
  }
}

function objectIn(line: string): { readonly [name: string]: unknown }[] {
  return line.startsWith("{") ? [JSON.parse(line)] : [];
}
