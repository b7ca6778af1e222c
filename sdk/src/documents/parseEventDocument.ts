import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { utf8 } from "../internal/bytes.ts";
import type { EventDocument } from "./EventDocument.ts";
import { describeMistake } from "./mistakes.ts";
import { readEventDocument } from "./readEventDocument.ts";

/** Mistakes that are told one by one: who has more reads no further. */
const MAX_TOLD = 100;

/**
 * Reads an event document: a schema.org/Event with one key `doorkey`, which holds schedule, policy and classes.
 * Needs no chain and no ethers: a page may read it to show seats.
 *
 * @param source The document as it is served, byte by byte: its hash goes on chain.
 * @param options.file Its name, for the mistakes.
 * @throws EVENT_DOCUMENT_INVALID once, with every mistake, its line and its path.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { parseEventDocument } from "doorkey/organizer";
 *
 * const terms = parseEventDocument(await readFile("event.json"), { file: "event.json" });
 * console.log(terms.name, terms.classes.map(({ name, supply }) => `${name}: ${supply}`));
 */
export function parseEventDocument(
  source: Uint8Array | string,
  { file }: parseEventDocument.Options = {},
): EventDocument {
  const { document, mistakes } = readEventDocument(typeof source === "string" ? utf8(source) : source, file);
  if (document !== undefined) return document;
  const details = mistakes.slice(0, MAX_TOLD).map(describeMistake);
  if (mistakes.length > MAX_TOLD) details.push(`And ${mistakes.length - MAX_TOLD} more.`);
  throw new DoorkeyError("EVENT_DOCUMENT_INVALID", { details });
}

export declare namespace parseEventDocument {
  type Options = { readonly file?: string | undefined };
}
