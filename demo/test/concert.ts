/** The input of the demo: the concert of examples/, and what its files are said to have wrong. */

import { readFile } from "node:fs/promises";
import { describeMistake } from "../../cli/src/terminal/mistakes.ts";
import { readEventDocument } from "../../sdk/src/documents/readEventDocument.ts";
import { readBuyers } from "../input/buyers.ts";

export const concert = (file: string): string => `examples/concert/${file}`;
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The concert's event document. */
export const document = await readFile(concert("event.json"), "utf8");
const concertEvent = readEventDocument(bytes(document), "event.json");

/** The first row of a table of buyers. */
export const HEADER = "order,class,quantity,seats,evidence";

/** Mistakes in a table of buyers of the concert. */
export function mistakesInBuyers(...rows: string[]): string[] {
  return readBuyers(bytes(rows.join("\n")), "buyers.csv", concertEvent).mistakes.map(describeMistake);
}
