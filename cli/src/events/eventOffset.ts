import { type Connection, fetchEventDocument, isDoorkeyError } from "doorkey";
import { utcOffsetOf } from "doorkey/organizer";

/** Longest wait for a document that only says how to show times, in milliseconds. */
const TIMEOUT = 3_000;

/** The offset from UTC in which an event's document has its times. Undefined if the document cannot be read. */
export async function eventOffset(connection: Connection, eventId: number): Promise<number | undefined> {
  try {
    return utcOffsetOf((await fetchEventDocument(connection, { eventId, timeout: TIMEOUT })).startsAt);
  } catch (error) {
    if (isDoorkeyError(error)) return undefined;
    throw error;
  }
}
