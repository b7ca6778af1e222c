import { readFile } from "node:fs/promises";
import { type Connection, type EventDocument, fetchEventDocument, parseEventDocument } from "doorkey";
import type { SellerEvent } from "doorkey/buyer";
import type { IndexedEvent } from "doorkey/event-index";
import { sentenceOf } from "doorkey-server";
import type { Logger } from "pino";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ChainIndex } from "./followChain.ts";

/** The events that the office sells, with their documents. */
export type Events = {
  readonly ids: readonly number[];
  /** @throws EVENT_UNKNOWN of the office for an event that it does not sell, INDEX_BEHIND. */
  readonly indexed: (eventId: number) => IndexedEvent;
  /** Undefined while the organizer's document cannot be had. */
  readonly document: (eventId: number) => EventDocument | undefined;
  readonly documents: () => readonly EventDocument[];
  /** The label of a seat, or its number while there is no document. */
  readonly seatLabel: (eventId: number, classId: number, seat: number) => string;
  /** The page that keeps the event's tickets: an origin with a path. */
  readonly wallet: (eventId: number) => string | undefined;
  /** The event for fans who have no ticket yet. @throws INDEX_BEHIND while the document is missing. */
  readonly forFans: (eventId: number, sellerName: string) => SellerEvent;
  readonly close: () => void;
};

/** Milliseconds after which a document that is missing is asked for again. */
const AGAIN_MS = 60_000;

/**
 * Opens the events of a configuration. A document that its organizer does not serve now is asked for again later, because
 * a sale must not fail because a page is down.
 */
export async function openEvents(options: openEvents.Options): Promise<Events> {
  const { connection, index, events, logger } = options;
  const documents = new Map<number, EventDocument>();
  const ids = events.map(({ id }) => id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function load(): Promise<void> {
    await Promise.all(
      events.map(async ({ id, document: file }) => {
        if (documents.has(id)) return;
        try {
          documents.set(id, await documentOf(connection, id, file));
        } catch (error) {
          logger.warn({ msg: "an event has no document yet", event: id, why: sentenceOf(error) });
        }
      }),
    );
    if (documents.size < ids.length && !isClosed) timer = setTimeout(() => void load(), AGAIN_MS).unref();
  }
  await load();

  function indexed(eventId: number): IndexedEvent {
    if (!ids.includes(eventId)) throw new ProblemError("EVENT_UNKNOWN");
    const event = index.state().events.get(eventId);
    if (event === undefined) throw new ProblemError("INDEX_BEHIND", { retryAfter: 2 });
    return event;
  }

  return {
    ids,
    indexed,
    document: (eventId) => documents.get(eventId),
    documents: () => [...documents.values()],
    seatLabel: (eventId, classId, seat) => documents.get(eventId)?.classes[classId - 1]?.seats[seat] ?? String(seat),
    wallet: (eventId) => documents.get(eventId)?.wallet,
    forFans: (eventId, sellerName) => {
      const event = indexed(eventId);
      const document = documents.get(eventId);
      if (document === undefined) throw new ProblemError("INDEX_BEHIND", { retryAfter: 60 });
      return eventForFans(event, document, sellerName);
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

export declare namespace openEvents {
  type Options = {
    readonly connection: Connection;
    readonly index: ChainIndex;
    /** `document` is the path of a file. */
    readonly events: readonly { readonly id: number; readonly document: string | undefined }[];
    readonly logger: Logger;
  };
}

async function documentOf(connection: Connection, eventId: number, file: string | undefined): Promise<EventDocument> {
  if (file === undefined) return fetchEventDocument(connection, { eventId });
  return parseEventDocument(await readFile(file), { file });
}

function eventForFans(event: IndexedEvent, document: EventDocument, sellerName: string): SellerEvent {
  const { id: eventId, name, classes, schedule, policy, cancelled } = event;
  const { salesCloseAt, returnUntil, rebindUntil, doorsOpenAt, doorsCloseAt } = schedule;
  const { url, reportUrl, wallet } = document;
  return {
    eventId,
    name,
    url,
    startsAt: startOf(event, document),
    ...(reportUrl !== undefined && { reportUrl }),
    ...(wallet !== undefined && { wallet }),
    sellerName,
    classes: classes.map((one, i) => ({ classId: i + 1, name: one.name })),
    ...{ salesCloseAt, returnUntil, rebindUntil, doorsOpenAt, doorsCloseAt },
    maxRebinds: policy.maxRebinds,
    isCancelled: cancelled,
  };
}

/** When the event starts, as it was rescheduled: as far from its doors as in the document. */
export function startOf(event: IndexedEvent, document: EventDocument): string {
  const { startsAt } = document;
  const moved = event.schedule.doorsOpenAt - document.schedule.doorsOpenAt;
  if (moved === 0) return startsAt;
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(startsAt)?.[0] ?? "Z";
  const minutes =
    offset === "Z" ? 0 : Number(`${offset[0]}1`) * (60 * Number(offset.slice(1, 3)) + Number(offset.slice(4)));
  const local = new Date(Date.parse(startsAt) + (60 * minutes + moved) * 1_000);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}
