import { styleText } from "node:util";
import { visibleText } from "doorkey/organizer";
import { type Progress, progressOn } from "./progress.ts";

export type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export type Style = keyof typeof STYLES;

/** Styles by the names of node:util. Those on a coloured background are for what staff read from two steps away. */
const STYLES = {
  bold: ["bold"],
  dim: ["dim"],
  red: ["red"],
  green: ["green"],
  yellow: ["yellow"],
  onGreen: ["bold", "black", "bgGreen"],
  onYellow: ["bold", "black", "bgYellow"],
  onRed: ["bold", "white", "bgRed"],
  onBlue: ["bold", "white", "bgBlue"],
} as const;

/**
 * Prints words for people and, with `--json`, JSON for programs. The words then go to stderr, so that stdout has only
 * JSON. Texts from files and chains cannot control the terminal.
 */
export class Terminal {
  readonly json: boolean;
  /** Whether a person watches. Only then are there bars, colours and bells. */
  readonly lively: boolean;
  readonly #words: Stream;
  readonly #data: Stream;
  readonly #errors: Stream;
  readonly #coloured: boolean;
  #bar: Progress | undefined;

  constructor({ stdout, stderr, environment = {}, json = false }: Terminal.Options) {
    this.json = json;
    this.#words = json ? stderr : stdout;
    this.#data = stdout;
    this.#errors = stderr;
    this.lively = this.#words.isTTY === true && environment.TERM !== "dumb";
    this.#coloured = this.lively && !environment.NO_COLOR;
  }

  /** Prints one line of words. A name in it cannot begin another line, or a row of a table. */
  say(text = "", style?: Style): void {
    this.#words.write(`${this.#paint(visibleText(text), style)}\n`);
  }

  heading(text: string): void {
    this.say();
    this.say(text, "bold");
  }

  good(text: string): void {
    this.say(`✓ ${text}`, "green");
  }

  warn(text: string): void {
    this.say(`! ${text}`, "yellow");
  }

  bad(text: string): void {
    this.say(`✗ ${text}`, "red");
  }

  /** Prints to stderr why the command failed, in one line or more. */
  complain(text: string, style?: Style): void {
    const shown = text.split("\n").map(visibleText).join("\n");
    this.#errors.write(`${this.#paint(shown, style)}\n`);
  }

  /** Prints a word in a colour, and what it means. */
  sign(word: string, style: Style, meaning: string): void {
    this.#words.write(`${this.#paint(word, style)}  ${visibleText(meaning)}\n`);
  }

  /** Prints `  event     7`. */
  fact(name: string, value: string | number | bigint): void {
    this.say(`  ${name.padEnd(14)}${value}`);
  }

  /** Prints commands to run next, ready to copy, each under its purpose. */
  next(commands: readonly (readonly [what: string, command: string])[]): void {
    this.heading("Next");
    for (const [what, command] of commands) {
      if (what !== "") this.say(`  ${what}`);
      this.say(`    ${command}`, "bold");
    }
  }

  /** Prints a table. The first `left` columns align left; the others are numbers and align right. */
  table(rows: readonly (readonly string[])[], left = 1): void {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
    rows.forEach((row, i) => {
      const cells = row.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < left ? cell.padEnd(width) : cell.padStart(width);
      });
      this.say(`  ${cells.join("   ")}`.trimEnd(), i === 0 ? "dim" : undefined);
    });
  }

  /** Shows a bar on a terminal. Elsewhere, prints a line at every quarter. */
  progress(label: string, total: number, options: { readonly timeLeft?: boolean } = {}): Progress {
    this.#bar = progressOn(this.#words, this.lively, { label, total, ...options });
    return this.#bar;
  }

  /** Rings the bell of a terminal. */
  bell(times = 1): void {
    if (this.lively) this.#words.write("\x07".repeat(times));
  }

  /** With `--json`, prints one value for programs. */
  data(value: unknown, indent: 0 | 2 = 2): void {
    if (this.json) this.#data.write(`${JSON.stringify(value, jsonValue, indent)}\n`);
  }

  /** Restores the terminal, also in the middle of a bar. */
  interrupt(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #paint(text: string, style: Style | undefined): string {
    if (!this.#coloured || style === undefined || text === "") return text;
    return styleText([...STYLES[style]], text, { validateStream: false });
  }
}

export declare namespace Terminal {
  type Options = {
    readonly stdout: Stream;
    readonly stderr: Stream;
    readonly environment?: NodeJS.ProcessEnv;
    readonly json?: boolean;
  };
}

/** Writes bigints, such as ids of rights and wei, as strings, because JSON has no bigint. */
function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

export function formatNumber(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** `1 right`, `2 rights`. */
export function count(number: number | bigint, thing: string, things = `${thing}s`): string {
  return `${formatNumber(number)} ${number === 1 || number === 1n ? thing : things}`;
}
