import type { Connection } from "../chain/Connection.ts";
import { rememberOffset } from "../chain/eventOffsets.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { fetchEventDocument } from "./fetchEventDocument.ts";
import { type PublishedEvent, publishedEvent } from "./publishedEvent.ts";

/** Longest wait for a document, and how long a missing one is not requested again; milliseconds. */
const TIMEOUT = 5_000;
const ASK_AGAIN = 60_000;

type Asked = { readonly document: EventDocument | undefined; readonly until: number };

const asked = new WeakMap<PublishedEvent, Promise<Asked>>();

/**
 * The document of an event: a given one that has the hash on chain, else the one served at the event's address, else
 * none. A sale must not fail because a page is down: without a document, passes have what the chain knows.
 */
export async function findDocument(
  connection: Connection,
  eventId: number,
  given: readonly EventDocument[] = [],
): Promise<EventDocument | undefined> {
  const published = await publishedEvent(connection, eventId);
  const known = given.find(({ documentHash }) => documentHash === published.documentHash);
  if (known !== undefined) {
    rememberOffset(connection, eventId, known.startsAt);
    return known;
  }
  const before = await asked.get(published);
  if (before !== undefined && Date.now() < before.until) return before.document;
  const asking = ask(connection, eventId);
  asked.set(published, asking);
  return (await asking).document;
}

async function ask(connection: Connection, eventId: number): Promise<Asked> {
  try {
    const document = await fetchEventDocument(connection, { eventId, timeout: TIMEOUT });
    return { document, until: Number.POSITIVE_INFINITY };
  } catch {
    return { document: undefined, until: Date.now() + ASK_AGAIN };
  }
}
