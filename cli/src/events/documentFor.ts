import { basename } from "node:path";
import {
  type Connection,
  DoorkeyError,
  type EventDocument,
  type EventState,
  fetchEventDocument,
  parseEventDocument,
} from "doorkey";
import { readBytes } from "../terminal/files.ts";

/** Reads the event's document from a file, which must be the published one, or else fetches it from its address. */
export async function documentFor(
  connection: Connection,
  event: Pick<EventState, "eventId" | "documentHash">,
  file: string | undefined,
): Promise<EventDocument> {
  if (file === undefined) return fetchEventDocument(connection, { eventId: event.eventId });
  const document = parseEventDocument(await readBytes(file), { file: basename(file) });
  if (document.documentHash === event.documentHash) return document;
  throw new DoorkeyError("EVENT_DOCUMENT_DIFFERS", {
    details: [
      `${file} has the hash ${document.documentHash}, but event ${event.eventId} was published with ${event.documentHash}.`,
    ],
  });
}
