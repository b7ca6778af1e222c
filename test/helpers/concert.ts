/** The input of the demo: the concert of examples/, and what its files are said to have wrong. */

import { readFile } from "node:fs/promises";
import { readBuyers } from "../../scripts/demo/input/buyers.ts";
import { readEvent } from "../../scripts/demo/input/event.ts";
import { describeMistake } from "../../scripts/cli/mistakes.ts";

export const concert = (file: string): string => `examples/concert/${file}`;
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The concert's event document. */
export const document = await readFile(concert("event.json"), "utf8");
const { event } = readEvent(bytes(document), "event.json");

/** The first row of a table of buyers. */
export const HEADER = "order,class,quantity,seats,evidence";

export function mistakesInEvent(text: string): string[] {
  return readEvent(bytes(text), "event.json").mistakes.map(describeMistake);
}

/** Mistakes in a table of buyers of the concert. */
export function mistakesInBuyers(...rows: string[]): string[] {
  if (event === undefined) throw new Error("the concert's document is broken");
  return readBuyers(bytes(rows.join("\n")), "buyers.csv", event).mistakes.map(describeMistake);
}
