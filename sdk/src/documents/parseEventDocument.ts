import { PageError } from "../core/PageError.ts";
import type { EventDocument } from "./EventDocument.ts";
import { describeMistake } from "./mistakes.ts";
import { readEventDocument } from "./readEventDocument.ts";

/** Most mistakes that an error lists, so that its message stays readable. */
const MAX_TOLD = 100;

/**
 * Reads an event document: a schema.org/Event with one key `doorkey`, which holds schedule, policy and classes.
 * Needs no chain and no ethers, so a page may use it to show seats.
 *
 * @param source The exact bytes that are served, because their hash goes on chain.
 * @param options.file Name of the file, for the mistakes.
 * @param options.now Seconds since 1970. If given, times that passed are mistakes.
 * @throws EVENT_DOCUMENT_INVALID once, with every mistake, its line and its path.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { parseEventDocument } from "doorkey";
 *
 * const terms = parseEventDocument(await readFile("event.json"), { file: "event.json" });
 * console.log(terms.name, terms.classes.map(({ name, supply }) => `${name}: ${supply}`));
 * @example
 * import { parseEventDocument } from "doorkey";
 *
 * // Times have their offset from UTC. A class has a supply, or seats: labels, or ranges whose last part runs fastest.
 * const document = {
 *   "@context": "https://schema.org",
 *   "@type": "Event",
 *   name: "Aki Tanabe: Lanterns",
 *   url: "https://harbour-hall.example/lanterns",
 *   location: { "@type": "Place", name: "Harbour Hall" },
 *   doorTime: "2027-03-20T18:00:00+09:00",
 *   startDate: "2027-03-20T19:00:00+09:00",
 *   endDate: "2027-03-20T22:00:00+09:00",
 *   doorkey: {
 *     schedule: {
 *       salesOpenAt: "2027-01-16T10:00:00+09:00",
 *       salesCloseAt: "2027-03-19T22:00:00+09:00",
 *       returnUntil: "2027-03-13T00:00:00+09:00",
 *       rebindUntil: "2027-03-20T12:00:00+09:00",
 *       nameBy: "2027-03-18T00:00:00+09:00",
 *       doorsOpenAt: "2027-03-20T18:00:00+09:00",
 *       doorsCloseAt: "2027-03-20T21:30:00+09:00",
 *     },
 *     // identityVerifier: "attester", or a contract's address. Without it, leave out maxPerPerson and scope.
 *     policy: { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 1, minPublicBps: 9_500 },
 *     classes: {
 *       standing: { supply: 1_000 },
 *       seated: { seats: ["A-{1..10}-{1..40}", "Box-1"] },
 *       staff: { supply: 40, reserved: true, named: true },
 *     },
 *     reportUrl: "https://harbour-hall.example/report",
 *   },
 * };
 * console.log(parseEventDocument(JSON.stringify(document)).classes[1]?.seats[400]); // Box-1
 */
export function parseEventDocument(
  source: Uint8Array | string,
  options: parseEventDocument.Options = {},
): EventDocument {
  const { document, mistakes } = readEventDocument(source, options);
  if (document !== undefined) return document;
  const details = mistakes.slice(0, MAX_TOLD).map(describeMistake);
  if (mistakes.length > MAX_TOLD) details.push(`And ${mistakes.length - MAX_TOLD} more.`);
  throw new PageError("EVENT_DOCUMENT_INVALID", { details });
}

export declare namespace parseEventDocument {
  type Options = readEventDocument.Options;
}
