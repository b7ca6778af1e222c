import { stripVTControlCharacters, styleText } from "node:util";
import { type Progress, progressOn } from "../cli/src/terminal/progress.ts";

const NUMBER_WIDTH = 10;
const TEXT_WIDTH = 62;
/** Room for a note beside its text; on a narrow terminal the text column gives way. */
const NOTE_WIDTH = 22;

type Style = "bold" | "dim" | "red" | "green";

export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** What the reader of the journey sees: headings, one line a fact with its number in a column, and progress. */
export class Screen {
  readonly #out: Output;
  readonly #lively: boolean;
  readonly #coloured: boolean;
  readonly #textWidth: number;
  #bar: Progress | undefined;

  constructor(out: Output, environment: NodeJS.ProcessEnv) {
    this.#out = out;
    this.#lively = out.isTTY === true && environment.TERM !== "dumb";
    this.#coloured = this.#lively && !environment.NO_COLOR;
    const room = (out.columns ?? Number.POSITIVE_INFINITY) - NUMBER_WIDTH - 4 - NOTE_WIDTH;
    this.#textWidth = Math.max(0, Math.min(TEXT_WIDTH, room));
  }

  line(text = ""): void {
    this.#out.write(`${text}\n`);
  }

  heading(title: string, when = ""): void {
    this.line();
    this.line(`${this.#paint("bold", title)}${when === "" ? "" : this.#paint("dim", `  ${when}`)}`);
  }

  /** `      981  standing rights granted in 6 batches      5,912 gas each` */
  fact(number: number | bigint | "", text: string, note = ""): void {
    this.#row(number === "" ? "" : formatNumber(number), text, this.#paint("dim", note));
  }

  /** Something that was refused, and the reason as the contracts name it. */
  refusal(text: string, reason: string, said?: string): void {
    this.#row("refused", text, this.#paint("red", reason), "red");
    if (said !== undefined) this.line(`${" ".repeat(NUMBER_WIDTH)}  ${this.#paint("dim", `the gate: ${said}`)}`);
  }

  /** Something that was checked and is right. */
  checked(text: string, note = ""): void {
    this.#row("checked", text, this.#paint("dim", note), "green");
  }

  /** A picture of several lines, and the text in it. Its colours stay out of a file. */
  picture(lines: string, text: string): void {
    const left = " ".repeat(NUMBER_WIDTH + 2);
    this.line();
    for (const line of lines.split("\n")) this.line(left + (this.#coloured ? line : stripVTControlCharacters(line)));
    this.line(`${left}${this.#paint("dim", text)}`);
    this.line();
  }

  error(text: string): void {
    this.line(this.#paint("red", text));
  }

  /** A table with its first column to the left and all others, numbers, to the right. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
    rows.forEach((row, i) => {
      const cells = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      );
      const text = `  ${cells.join("   ")}`.trimEnd();
      this.line(i === 0 ? this.#paint("dim", text) : text);
    });
  }

  /** A bar on a terminal; elsewhere a plain line at every quarter. */
  progress(label: string, total: number): Progress {
    this.#bar = progressOn(this.#out, this.#lively, { label, total, indent: " ".repeat(NUMBER_WIDTH + 2) });
    return this.#bar;
  }

  /** Gives the terminal back as it was, in the middle of a bar too. */
  interrupt(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #row(left: string, text: string, note: string, style?: Style): void {
    const padded = left.padStart(NUMBER_WIDTH);
    const body = note === "" ? text : text.padEnd(this.#textWidth);
    this.line(`${style === undefined ? padded : this.#paint(style, padded)}  ${body}${note === "" ? "" : `  ${note}`}`);
  }

  #paint(style: Style, text: string): string {
    return this.#coloured && text !== "" ? styleText(style, text, { validateStream: false }) : text;
  }
}

export function formatNumber(number: number | bigint): string {
  return number.toLocaleString("en-US");
}

/** `Sat 20 Mar 2027, 18:00`, in the event's own time. */
export function formatTime(seconds: number, offsetMinutes: number): string {
  const local = new Date((seconds + offsetMinutes * 60) * 1000);
  const options = { timeZone: "UTC", weekday: "short", day: "2-digit", month: "short", year: "numeric" } as const;
  const day = local.toLocaleDateString("en-GB", options).replace(",", "");
  return `${day}, ${local.toISOString().slice(11, 16)}`;
}
