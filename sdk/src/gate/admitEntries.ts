import type { SendOptions, Transaction } from "../calls/Call.ts";
import { deliverKept, type KeptCall } from "../calls/journaled/deliverKept.ts";
import { runConcurrently } from "../calls/journaled/runConcurrently.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { assertHex } from "../core/assertHex.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { unpackEntry } from "../core/Entry.ts";
import { given } from "../core/given.ts";
import { inTurn } from "../core/inTurn.ts";
import { assertUint } from "../core/integers.ts";
import { unpackRightId } from "../core/RightId.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import { admitCall } from "./admitCall.ts";
import { cutAdmissions } from "./cutAdmissions.ts";
import type { CallJournal } from "./GateJournal.ts";
import { admissionKey } from "./journalState.ts";
import { readOutcomes } from "./readOutcomes.ts";

/** Calls on their way at the same time. */
const CONCURRENCY = 4;

/**
 * Settles on chain what a gate let in. Returns an outcome for each admission, in their order. Takes any number of them,
 * and sends calls that fit into a transaction, a few side by side. It sorts the entries by batch, because the entries of
 * a batch cost less together. A right that the chain passes over, or a call that fails, does not hide the outcomes
 * of the others. To deliver an admission again changes nothing on chain, but is paid for again.
 *
 * With a journal, each signed call is kept before it is sent. If the process dies at any moment, run it again with the
 * admissions that are not settled: what was executed is not paid for again. Then settle the outcomes in the journal.
 *
 * @param parameters.journal Where signed calls are kept, such as the gate's own journal.
 * @param parameters.concurrency Calls on their way at the same time. Defaults to 4.
 * @param options With a journal, `timeout` counts only the wait until a call is final.
 * @throws CALL_REVERTED with GateOnly, DoorsNotOpen, EventIsCancelled or EventNonexistent, and what sending throws, but
 * only if every call failed; else the admissions of a failed call are `undecided`.
 * @example
 * import type { Connection } from "doorkey";
 * import { admitEntries, type GateJournal } from "doorkey/gate";
 *
 * async function settleAll(connection: Connection, eventId: number, journal: GateJournal) {
 *   const admissions = await journal.pending();
 *   await journal.settle(await admitEntries(connection, { eventId, admissions, journal }));
 * }
 */
export async function admitEntries(
  connection: Connection,
  parameters: admitEntries.Parameters,
  options: admitEntries.Options = {},
): Promise<AdmissionOutcome[]> {
  const { eventId, admissions } = checked(connection, parameters, ["eventId", "admissions"]);
  const { journal, concurrency = CONCURRENCY } = parameters;
  assertUint("concurrency", concurrency, 16);
  if (concurrency === 0) throw new DoorkeyError("VALUE_INVALID", { details: ["concurrency must be at least 1."] });
  const tally = tallyOf(admissions.map((admission) => ({ ...admission })));
  const { items, fail } = tally;
  const whole = items.filter((admission) => {
    const problem = problemOf(admission);
    if (problem !== undefined) fail([admission], problem);
    return problem === undefined;
  });
  if (journal === undefined) {
    const batches = cutAdmissions(sortByBatch(whole));
    await runConcurrently(batches, concurrency, async (batch) => {
      await admitBatch(connection, eventId, batch, options).then(tally.decideItems, (error) => fail(batch, error));
      return { again: [], alone: false };
    });
  } else {
    given("journal", journal, "keepCall", "calls");
    // Two runs side by side would sign calls for the same admissions, and both would be paid for.
    await inTurn(journal, () => deliver(journal, whole));
  }
  return tally.result(admissions);

  async function deliver(journal: CallJournal, whole: readonly Admission[]): Promise<void> {
    const wanted = new Set(whole.map(admissionKey));
    const calls = await journal.calls();
    const delivery = {
      ...{ connection, options, keyOf: admissionKey, fail: tally.failSame },
      keep: ({ request, items }: KeptCall<Admission>) => journal.keepCall({ request, admissions: items }),
      callOf: (items: readonly Admission[]) => admitCall(connection, eventId, items),
      decide: (items: readonly Admission[], transaction: Transaction) =>
        tally.decide(readOutcomes(connection, items, transaction)),
      isOpen: (admission: Admission) => wanted.has(admissionKey(admission)) && !tally.isDecided(admission),
    };
    await deliverKept(delivery, {
      ...{ items: whole, concurrency },
      kept: calls.map(({ request, admissions }) => ({ request, items: admissions })),
      cut: (unsigned) => cutAdmissions(sortByBatch(unsigned)),
    });
  }
}

export declare namespace admitEntries {
  type Parameters = {
    readonly eventId: number;
    readonly admissions: readonly Admission[];
    readonly journal?: CallJournal | undefined;
    readonly concurrency?: number | undefined;
  };
  type Options = SendOptions<"mined" | "final">;
}

/** The outcomes so far. The same admission may be in the list twice: without a journal each copy has its own outcome. */
function tallyOf(items: readonly Admission[]) {
  const outcomes = new Map<Admission, AdmissionOutcome>();
  const failures: unknown[] = [];
  const copies = Map.groupBy(items, admissionKey);
  const copiesOf = (admission: Admission) => copies.get(admissionKey(admission)) ?? [];
  const fail = (failed: readonly Admission[], error: unknown) => {
    failures.push(error);
    for (const admission of failed) outcomes.set(admission, { admission, status: "undecided", error });
  };
  const decided = new Set<string>();
  return {
    items,
    fail,
    failSame: (failed: readonly Admission[], error: unknown) => fail(failed.flatMap(copiesOf), error),
    decideItems: (settled: readonly AdmissionOutcome[]) => {
      for (const outcome of settled) outcomes.set(outcome.admission, outcome);
    },
    decide: (settled: readonly AdmissionOutcome[]) => {
      for (const outcome of settled) {
        const key = admissionKey(outcome.admission);
        if (decided.has(key)) continue;
        decided.add(key);
        for (const copy of copiesOf(outcome.admission)) outcomes.set(copy, outcome);
      }
    },
    isDecided: (admission: Admission) => decided.has(admissionKey(admission)),
    result: (admissions: readonly Admission[]): AdmissionOutcome[] => {
      if (failures.length > 0 && [...outcomes.values()].every(({ status }) => status === "undecided"))
        throw failures.at(-1);
      return items.map((item, i) => ({
        ...(outcomes.get(item) as AdmissionOutcome),
        admission: admissions[i] as Admission,
      }));
    },
  };
}

/** Admissions of one batch stay in the order in which the gate let them in, because the first one counts. */
function sortByBatch(admissions: readonly Admission[]): Admission[] {
  const batchOf = ({ entry }: Admission) => unpackRightId(unpackEntry(entry).rightId).batch;
  return admissions.toSorted((a, b) => batchOf(a) - batchOf(b));
}

async function admitBatch(
  connection: Connection,
  eventId: number,
  batch: readonly Admission[],
  options: admitEntries.Options,
): Promise<readonly AdmissionOutcome[]> {
  const { outcomes } = await send<{ outcomes: AdmissionOutcome[] }, "mined" | "final">(
    connection,
    admitCall(connection, eventId, batch),
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
