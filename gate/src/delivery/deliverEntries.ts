import { type Connection, isDoorkeyError } from "doorkey";
import { admitEntries } from "doorkey/gate";
import { type Ending, endingOf, type Outbox } from "../scans/outbox.ts";

/** Calls that are sent side by side: nonces of requests have no order. */
const WIDTH = 4;

/**
 * Delivers the entries that are on their way, and writes down how they ended. A call that was signed before a crash is
 * settled first, so that no request is paid for twice.
 *
 * @returns what kept entries from their end.
 */
export async function deliverEntries(
  outbox: Outbox,
  connect: () => Promise<Connection>,
  eventId: number,
): Promise<readonly unknown[]> {
  const outgoing = outbox.outgoing();
  if (outgoing.length === 0) return [];
  const admissions = outgoing.map(({ admission }) => admission);
  const outcomes = await admitEntries(await connect(), {
    eventId,
    admissions,
    journal: outbox.calls,
    concurrency: WIDTH,
  });
  const problems: unknown[] = [];
  const endings = outcomes.flatMap((outcome, i): Ending[] => {
    const { scanId = "" } = outgoing[i] ?? {};
    if (outcome.status !== "undecided") return [endingOf(scanId, outcome)].flatMap((ending) => ending ?? []);
    const { error } = outcome;
    // The chain can never take it, so it is kept for people.
    if (isDoorkeyError(error) && error.code === "VALUE_INVALID") {
      return [{ scanId, state: "refused", outcome: { status: "refused", why: error.message } }];
    }
    problems.push(error);
    return [];
  });
  await outbox.settle(endings);
  return problems;
}
