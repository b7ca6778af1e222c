import type { SendOptions } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { assertHex } from "../core/assertHex.ts";
import { assertUint } from "../core/integers.ts";
import { packSignatures } from "../verdicts/packSignatures.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import { cutAdmissions } from "./cutAdmissions.ts";
import { readOutcomes } from "./readOutcomes.ts";

/**
 * Settles on chain what a gate let in. Returns an outcome for each admission, in their order. Takes any number of them,
 * and sends calls that fit into a transaction. A right that the chain passes over, or a call that fails, does not hide
 * the outcomes of the others. To deliver an admission again changes nothing on chain.
 *
 * @throws CALL_REVERTED with GateOnly, DoorsNotOpen, EventIsCancelled or EventNonexistent, and what sending throws, but
 * only if every call failed; else the admissions of a failed call are `undecided`.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitEntries, type GateJournal } from "doorkey/gate";
 *
 * async function settleAll(connection: Connection, eventId: number, journal: GateJournal) {
 *   await journal.settle(await admitEntries(connection, { eventId, admissions: await journal.pending() }));
 * }
 */
export async function admitEntries(
  connection: Connection,
  parameters: admitEntries.Parameters,
  options: admitEntries.Options = {},
): Promise<AdmissionOutcome[]> {
  const { eventId, admissions } = checked(connection, parameters, ["eventId", "admissions"]);
  // The same admission may be in the list twice: each copy has its own outcome.
  const items = admissions.map((admission) => ({ ...admission }));
  const outcomes = new Map<Admission, AdmissionOutcome>();
  const failures: unknown[] = [];
  const fail = (batch: readonly Admission[], error: unknown) => {
    failures.push(error);
    for (const admission of batch) outcomes.set(admission, { admission, status: "undecided", error });
  };

  const whole = items.filter((admission) => {
    const problem = problemOf(admission);
    if (problem !== undefined) fail([admission], problem);
    return problem === undefined;
  });
  const batches = cutAdmissions(whole);
  for (const batch of batches) {
    try {
      const settled = await admitBatch(connection, eventId, batch, options);
      for (const outcome of settled) outcomes.set(outcome.admission, outcome);
    } catch (error) {
      fail(batch, error);
    }
  }
  const isSettled = ({ status }: AdmissionOutcome) => status !== "undecided";
  if (failures.length > 0 && ![...outcomes.values()].some(isSettled)) throw failures.at(-1);
  return items.map((item, i) => ({
    ...(outcomes.get(item) as AdmissionOutcome),
    admission: admissions[i] as Admission,
  }));
}

export declare namespace admitEntries {
  type Parameters = { readonly eventId: number; readonly admissions: readonly Admission[] };
  type Options = SendOptions<"mined" | "final">;
}

async function admitBatch(
  connection: Connection,
  eventId: number,
  batch: readonly Admission[],
  options: admitEntries.Options,
): Promise<readonly AdmissionOutcome[]> {
  const entries = batch.map(({ entry }) => entry);
  const signatures = packSignatures(batch.map(({ signature }) => signature));
  const call = encodeCall(connection, "EntryRightRegistry", "admit", [eventId, entries, signatures]);
  const { outcomes } = await send<{ outcomes: AdmissionOutcome[] }, "mined" | "final">(
    connection,
    call,
    (transaction) => ({ outcomes: readOutcomes(connection, batch, transaction) }),
    options,
  );
  return outcomes;
}

/** Why an admission cannot be sent at all: no gate makes such an admission. */
function problemOf({ entry, signature }: Admission): unknown {
  try {
    assertUint("entry", entry, 256);
    assertHex("signature", signature);
    assertUint("length of the signature", signature.length / 2 - 1, 16);
    return undefined;
  } catch (error) {
    return error;
  }
}
