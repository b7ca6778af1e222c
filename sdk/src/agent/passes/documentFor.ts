import { keccak256 } from "ethers";
import type { Connection } from "../../connection/Connection.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { parseEventDocument } from "../../documents/parseEventDocument.ts";
import { type PublishedEvent, publishedEvent } from "../../events/publishedEvent.ts";
import { concat } from "../../internal/bytes.ts";

/** Longest wait for a document, and how long one that did not come is not asked for again; milliseconds. */
const TIMEOUT = 5_000;
const ASK_AGAIN = 60_000;
/** Bytes; a document of 200,000 seats has fewer. */
const MAX_SIZE = 8 * 1_048_576;

type Asked = { readonly document: EventDocument | undefined; readonly until: number };

const asked = new WeakMap<PublishedEvent, Promise<Asked>>();

/**
 * The document of an event: the one given that has the hash on chain, else what is served where the event says, if it
 * has that hash; else none. A sale must not fail because a page is down: passes have what the chain knows then.
 */
export async function documentFor(
  connection: Connection,
  eventId: number,
  given: readonly EventDocument[] = [],
): Promise<EventDocument | undefined> {
  const published = await publishedEvent(connection, eventId);
  const known = given.find(({ documentHash }) => documentHash === published.documentHash);
  if (known !== undefined) return known;
  const before = await asked.get(published);
  if (before !== undefined && Date.now() < before.until) return before.document;
  const asking = ask(published);
  asked.set(published, asking);
  return (await asking).document;
}

async function ask({ uri, documentHash }: PublishedEvent): Promise<Asked> {
  const bytes = await fetchBytes(uri).catch(() => undefined);
  if (bytes === undefined || keccak256(bytes) !== documentHash) {
    return { document: undefined, until: Date.now() + ASK_AGAIN };
  }
  try {
    return { document: parseEventDocument(bytes), until: Number.POSITIVE_INFINITY };
  } catch {
    return { document: undefined, until: Number.POSITIVE_INFINITY };
  }
}

async function fetchBytes(uri: string): Promise<Uint8Array | undefined> {
  if (!/^https?:\/\//i.test(uri)) return undefined;
  const response = await fetch(uri, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok || response.body === null) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > MAX_SIZE) return undefined;
    parts.push(part);
  }
  return concat(...parts);
}
