import { styleText } from "node:util";
import { dim, good } from "../support/shell.ts";
import type { Description, DevSecret, Hint } from "./Service.ts";

/** Prints what runs, and where. */
export function printRunning({ running }: Description): void {
  console.log(`${good("✓")} ${running}`);
}

/** Prints the rest of the descriptions of services under one set of headings. */
export function printDescriptions(descriptions: readonly Description[]): void {
  heading("Contracts");
  for (const { contracts = {} } of descriptions) {
    for (const [name, address] of Object.entries(contracts)) console.log(`  ${name.padEnd(26)}${address}`);
  }
  heading("Keys for development. Everyone knows them, so use them nowhere else.");
  for (const secret of descriptions.flatMap(({ keys }) => keys)) printSecret(secret);

  heading("Try next");
  for (const hint of descriptions.flatMap(({ next }) => next)) printHint(hint);
  console.log(`\nCtrl-C stops ${descriptions.length === 1 ? "it" : "them"}.`);
}

function heading(text: string): void {
  console.log(`\n${styleText("bold", text)}`);
}

const NAME_WIDTH = 15;

function printSecret({ name, value, privateKey, note }: DevSecret): void {
  console.log(`  ${name.padEnd(NAME_WIDTH)}${value}${note === undefined ? "" : `  ${dim(note)}`}`);
  if (privateKey !== undefined) console.log(`  ${" ".repeat(NAME_WIDTH)}${dim(privateKey)}`);
}

function printHint([what, how]: Hint): void {
  console.log(`  ${what.padEnd(NAME_WIDTH)}${how.replaceAll("\n", `\n  ${" ".repeat(NAME_WIDTH + 2)}`)}`);
}
