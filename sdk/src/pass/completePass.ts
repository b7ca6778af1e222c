import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { readPass } from "./checkPass.ts";
import type { Pass, PassRun } from "./Pass.ts";
import { rescheduledStart } from "./rescheduledStart.ts";

/**
 * Adds to a pass what it lacks, once the event document is there: the start in the event's own offset, the labels of
 * the seats of all runs, and where to report a ticket that was offered. A pass that lacks nothing is returned as it is.
 *
 * @throws PASS_MALFORMED with every mistake and its path; EVENT_DOCUMENT_DIFFERS when it is not the document that was published for the event.
 * @example
 * import type { EventDocument } from "doorkey";
 * import { completePass, type Pass } from "doorkey/agent";
 *
 * const completed = (passes: readonly Pass[], document: EventDocument) =>
 *   passes.map((pass) => completePass(pass, { document }));
 */
export function completePass(pass: Pass, parameters: completePass.Parameters): Pass {
  const { document } = given("parameters", parameters);
  const { reportUrl, url, schedule, classes } = given("document", document, "documentHash", "schedule", "classes");
  const { lacks, runs, ...rest } = readPass(pass);
  if (lacks === undefined) return pass;
  if (lacks.documentHash.toLowerCase() !== document.documentHash.toLowerCase()) {
    throw new DoorkeyError("EVENT_DOCUMENT_DIFFERS");
  }
  const labels = classes.find(({ name }) => name === pass.className)?.seats ?? [];
  const labelled = ({ seats, seatNumbers = [] }: Pick<PassRun, "seats" | "seatNumbers">) =>
    lacks.fields.includes("seats") ? seatNumbers.map((seat) => labels[seat] ?? String(seat)) : seats;
  return {
    ...rest,
    seats: labelled({ ...rest, seatNumbers: lacks.seatNumbers }),
    ...(runs && { runs: runs.map(({ rightId, count, ...run }) => ({ rightId, count, seats: labelled(run) })) }),
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
