import type { BallotTerms } from "doorkey";
import type { Entry } from "./entries.ts";

/** The entries of a class as `doorkey draw list` reads them. */
export function entriesCsv(by: BallotTerms["by"], entries: readonly Entry[]): string {
  const isByKey = by === "key";
  const header = ["order", "class", isByKey ? "holder" : "tag", "party"];
  const rows = entries.map(({ name, className, entrant, places, leader = "" }) => [
    name,
    className,
    entrant,
    isByKey ? String(places) : leader,
  ]);
  return [header, ...rows].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
}

/** Quotes what has a separator. An apostrophe keeps a spreadsheet from running the name of a class as a formula. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;|\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
