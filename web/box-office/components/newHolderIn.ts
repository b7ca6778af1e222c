import { isDoorkeyError, readRebindRequest } from "doorkey/buyer";
import type { RightRow } from "../api/answers.ts";
import type { BoxOffice } from "../BoxOffice.ts";

/** The key of the new phone whose code was scanned; undefined for anything else than a code for the right's event. */
export function newHolderIn(office: BoxOffice, { eventId }: RightRow, scanned: string): string | undefined {
  const event = office.eventRef(eventId);
  try {
    return event && readRebindRequest(scanned, event);
  } catch (error) {
    if (!isDoorkeyError(error)) throw error;
    return undefined;
  }
}
