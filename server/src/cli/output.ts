import { styleText } from "node:util";
import encodeQR from "qr";

/** What a command writes to, and whether it is a terminal. */
export type Output = {
  readonly isTerminal: boolean;
  readonly line: (text?: string) => void;
  readonly error: (text: string) => void;
  /** For programs: one JSON value on the standard output, nothing else. */
  readonly json: (value: unknown) => void;
};

export const processOutput: Output = {
  isTerminal: process.stdout.isTTY === true,
  line: (text = "") => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  json: (value) => void process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`),
};

/** How a command ended. */
export const exitCode = {
  done: 0,
  /** The command was tried and failed. */
  failed: 1,
  /** Wrong options, or a configuration with mistakes. */
  usage: 2,
  /** The server, the chain or the database did not answer. */
  unreachable: 3,
} as const;

/** Ends a command with a sentence for its user. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exit: number;

  constructor(message: string, exit: number = exitCode.failed) {
    super(message);
    this.exit = exit;
  }
}

/** `styleText` leaves styles out if the stream is not a terminal. */
export const bold = (text: string): string => styleText("bold", text);
export const good = (text: string): string => styleText("green", text);
export const bad = (text: string): string => styleText("red", text);
export const doubtful = (text: string): string => styleText("yellow", text);

/** Rows in columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd()).join("\n");
}

/** A QR code for a phone's camera. Left out where it would be noise in a log. */
export function showQr(output: Output, text: string): void {
  if (output.isTerminal) output.line(`\n${encodeQR(text, "term")}`);
}
