import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import type { Pass } from "./Pass.ts";
import { rescheduledStart } from "./rescheduledStart.ts";

/**
 * Adds to a pass what it lacks, once the event document is there: the start in the event's own offset, the labels of
 * the seats, and where to report a ticket that was offered. A pass that lacks nothing is returned as it is.
 *
 * @throws EVENT_DOCUMENT_DIFFERS when it is not the document that was published for the event.
 * @example
 * import type { EventDocument } from "doorkey";
 * import { completePass, type Pass } from "doorkey/agent";
 *
 * const completed = (passes: readonly Pass[], document: EventDocument) =>
 *   passes.map((pass) => completePass(pass, { document }));
 */
export function completePass(pass: Pass, { document }: completePass.Parameters): Pass {
  const { lacks, runs, ...rest } = pass;
  if (lacks === undefined) return pass;
  if (lacks.documentHash.toLowerCase() !== document.documentHash.toLowerCase()) {
    throw new DoorkeyError("EVENT_DOCUMENT_DIFFERS");
  }
  const { reportUrl, url, schedule } = document;
  const labels = document.classes.find(({ name }) => name === pass.className)?.seats ?? [];
  const labelled = (seats: readonly number[]) => seats.map((seat) => labels[seat] ?? String(seat));
  return {
    ...rest,
    seats: labelled(lacks.seatNumbers),
    ...(runs && { runs: runs.map(({ seatNumbers = [], ...run }) => ({ ...run, seats: labelled(seatNumbers) })) }),
    event: {
      name: pass.event.name,
      // A document never changes, so a rescheduled event still starts as long after its doors as the document says.
      startsAt: rescheduledStart(document.startsAt, lacks.doorsOpenAt - schedule.doorsOpenAt),
      url,
      ...(reportUrl === undefined ? {} : { reportUrl }),
    },
  };
}

export declare namespace completePass {
  type Parameters = { readonly document: EventDocument };
}
