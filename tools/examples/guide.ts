/** Follows the guides in docs/ as they are: writes their files, and runs their commands. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { type Block, blocksOf } from "./blocks.ts";
import type { Processes, Running } from "./Processes.ts";

/** Commands that were run before, once for all guides. */
const DONE_BEFORE = ["npm ci", "npm pack -w doorkey", "npm pack -w doorkey -w doorkey-contracts"];

/** Who pays while a guide is followed. Blocks with the other word are left out. */
export type Payer = "local-payer" | "relay";

export const PAYERS: readonly Payer[] = ["local-payer", "relay"];

type Options = {
  readonly payer: Payer;
  /** The folder in which the reader works. */
  readonly folder: string;
  /** Replacements for texts of the guide, such as free ports. */
  readonly instead: ReadonlyMap<string, string>;
  readonly env?: Readonly<Record<string, string>>;
};

/** Follows a guide from block to block. The servers of the guide run until it is closed. */
export class Guide {
  readonly #processes: Processes;
  readonly #blocks: Block[];
  readonly #options: Options;
  readonly #servers: Running[] = [];
  /** What the guide exports, as in the shell of its reader. */
  readonly #exported: Record<string, string> = {};
  #commands = 0;
  #lines = 0;
  #milliseconds = 0;

  private constructor(processes: Processes, blocks: Block[], options: Options) {
    this.#processes = processes;
    this.#blocks = blocks;
    this.#options = options;
  }

  /** @param path Path of the document from the root. */
  static async open(processes: Processes, path: string, options: Options): Promise<Guide> {
    await mkdir(options.folder, { recursive: true });
    const others = PAYERS.filter((payer) => payer !== options.payer);
    const blocks = blocksOf(await readFile(join(ROOT, path), "utf8"));
    const fitting = blocks.filter(({ words }) => !others.some((other) => words.includes(other)));
    return new Guide(processes, fitting, options);
  }

  /** Follows the guide up to the first shell block with the word `upTo`, or to its end. Returns what commands wrote. */
  async read({ upTo }: { readonly upTo?: string } = {}): Promise<string> {
    const last = this.#blocks.findIndex(({ words }) => upTo !== undefined && words.includes(upTo));
    let output = "";
    for (const block of this.#blocks.splice(0, last < 0 ? Number.POSITIVE_INFINITY : last)) {
      const start = performance.now();
      try {
        output += await this.#do(block);
        this.#milliseconds += performance.now() - start;
        const lines = block.text.split("\n").filter((line) => line.trim() !== "").length;
        if (block.language === "sh") this.#commands += lines;
        else this.#lines += lines;
      } catch (error) {
        throw new Error(`line ${block.line} of the guide: ${error instanceof Error ? error.message : error}`);
      }
    }
    return output;
  }

  /** How many commands and lines of code the reader types, and how many seconds the machine took. */
  get counts(): { readonly commands: number; readonly lines: number; readonly seconds: number } {
    return { commands: this.#commands, lines: this.#lines, seconds: this.#milliseconds / 1_000 };
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  async #do({ language, words, text }: Block): Promise<string> {
    if (language === "sh") return this.#run(text, words);
    const [name] = words;
    if (name === undefined) return "";
    const path = join(this.#options.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, this.#here(text));
    return "";
  }

  async #run(text: string, words: readonly string[]): Promise<string> {
    if (words.includes("outside")) return "";
    const lines = text.split("\n").filter((line) => !DONE_BEFORE.includes(line.trim()));
    const command = this.#here(lines.join("\n")).trim();
    if (command === "") return "";
    for (const [line] of command.matchAll(/^export .*$/gm)) {
      for (const [, name = "", value = ""] of line.matchAll(/(\w+)=(\S+)/g)) this.#exported[name] = value;
    }
    const { folder, env = {} } = this.#options;
    const options = { cwd: words.includes("repository") ? ROOT : folder, env: { ...env, ...this.#exported } };
    const args = ["-euo", "pipefail", "-c", command];
    if (words.includes("fails")) return this.#refusal(args, options);
    if (!words.includes("own-terminal")) return this.#processes.run("bash", args, options);
    const ready = /npm run (node|dev)/.test(command) ? /Ctrl-C stops/ : /http:\/\/[\s\S]*\n/;
    this.#servers.push(await this.#processes.stay("bash", args, ready, options));
    return "";
  }

  async #refusal(args: readonly string[], options: { cwd: string; env: Readonly<Record<string, string>> }) {
    const refusal = await this.#processes.run("bash", args, options).catch((error: Error) => error);
    if (typeof refusal === "string") throw new Error(`this should have been refused:\n${refusal}`);
    return refusal.message;
  }

  #here(text: string): string {
    return [...this.#options.instead].reduce((here, [there, instead]) => here.replaceAll(there, instead), text);
  }
}
