import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { rememberOffset } from "../chain/eventOffsets.ts";
import { toHex } from "../core/bytes.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { keccak } from "../core/keccak.ts";
import { readBounded } from "../core/readBounded.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/readEventDocument.ts";
import { publishedEvent } from "./publishedEvent.ts";

/** Default of the longest wait for the whole document, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Fetches the document of an event from where its organizer serves it. Checks that its hash is the one on chain, and
 * that it describes the classes that are on chain. A document never changes: what the organizer changed later,
 * such as the schedule, is in `readEvent`.
 *
 * @throws EVENT_UNKNOWN, EVENT_DOCUMENT_UNREACHABLE, EVENT_DOCUMENT_DIFFERS; EVENT_DOCUMENT_INVALID if the published
 * document has mistakes, or is larger than a megabyte.
 * @example
 * import { type Connection, fetchEventDocument, seatLabel } from "doorkey";
 *
 * async function firstSeat(connection: Connection, eventId: number) {
 *   const document = await fetchEventDocument(connection, { eventId });
 *   return seatLabel(document, "seated", 0);
 * }
 */
export async function fetchEventDocument(
  connection: Connection,
  parameters: fetchEventDocument.Parameters,
): Promise<EventDocument> {
  const { eventId, timeout = TIMEOUT } = checked(connection, parameters, ["eventId"]);
  const published = await publishedEvent(connection, eventId);
  const bytes = await fetchBytes(published.uri, timeout);
  if (toHex(keccak(bytes)) !== published.documentHash) {
    throw new DoorkeyError("EVENT_DOCUMENT_DIFFERS", { details: [`At ${published.uri}.`] });
  }
  const document = parseEventDocument(bytes);
  const details = differences(document, published);
  if (details.length > 0) throw new DoorkeyError("EVENT_DOCUMENT_DIFFERS", { details });
  rememberOffset(connection, eventId, document.startsAt);
  return document;
}

export declare namespace fetchEventDocument {
  type Parameters = {
    readonly eventId: number;
    /** Longest wait for the whole document, in milliseconds. Defaults to 10,000. */
    readonly timeout?: number | undefined;
  };
}

/** The bytes at a web address. Throws EVENT_DOCUMENT_UNREACHABLE, or EVENT_DOCUMENT_INVALID for more than a document has. */
export async function fetchBytes(uri: string, timeout: number): Promise<Uint8Array> {
  const failed = (why: string, cause?: unknown) =>
    new DoorkeyError("EVENT_DOCUMENT_UNREACHABLE", { cause, details: [`${uri}: ${why}.`] });
  if (!/^https?:\/\//i.test(uri)) throw failed("not a web address");
  const signal = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(uri, {
      headers: { accept: "application/ld+json, application/json;q=0.9" },
      credentials: "omit",
      signal,
    });
    if (!response.ok) throw failed(`answered with status ${response.status}`);
    const bytes = await readBounded(response, MAX_DOCUMENT_BYTES, signal);
    if (bytes !== undefined) return bytes;
    const details = [`It has more than ${MAX_DOCUMENT_BYTES} bytes.`];
    throw new DoorkeyError("EVENT_DOCUMENT_INVALID", { details });
  } catch (error) {
    throw isDoorkeyError(error) ? error : failed("sent no complete answer", error);
  }
}

type PublishedClasses = { readonly classes: readonly { readonly name: string; readonly seated: boolean }[] };

/** How a document differs from the event that was published with its hash. */
export function differences(document: EventDocument, published: PublishedClasses): string[] {
  const here = document.classes.map(({ name, seats }) => `${name}${seats.length > 0 ? ", seated" : ""}`);
  const there = published.classes.map(({ name, seated }) => `${name}${seated ? ", seated" : ""}`);
  return here.join("; ") === there.join("; ")
    ? []
    : [`Classes of the document: ${here.join("; ")}.`, `Classes on chain: ${there.join("; ")}.`];
}
