import type { SendOptions, Transaction } from "../calls/Call.ts";
import type { JournaledRequest } from "../calls/journaled/JournaledRequest.ts";
import { nonceId } from "../calls/journaled/nonces.ts";
import { type Outcome, outcomeOnChain } from "../calls/journaled/outcomeOnChain.ts";
import type { Rest } from "../calls/journaled/runConcurrently.ts";
import { type Settled, settle } from "../calls/journaled/settle.ts";
import { signCall } from "../calls/journaled/signCall.ts";
import { withRetry } from "../calls/journaled/withRetry.ts";
import { TIMEOUTS, waitForReceipt } from "../calls/waiting.ts";
import type { Connection } from "../chain/Connection.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import { admitCall } from "./admitCall.ts";
import type { CallJournal, JournaledCall } from "./GateJournal.ts";
import { admissionKey } from "./journalState.ts";
import { readOutcomes } from "./readOutcomes.ts";

/** What the work on a journal needs. */
export type Delivery = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly journal: CallJournal;
  readonly options: SendOptions<"mined" | "final">;
  /** Takes what the chain decided. The first outcome of an admission stays. */
  readonly decide: (outcomes: readonly AdmissionOutcome[]) => void;
  /** Whether this run has to deliver it, and has no outcome of it yet. */
  readonly isOpen: (admission: Admission) => boolean;
  /** Takes admissions that stay undecided in this run. */
  readonly fail: (admissions: readonly Admission[], error: unknown) => void;
};

/** Calls of an earlier run that have one nonce, in their order; or admissions for a call that is not signed yet. */
export type Work =
  | { readonly earlier: readonly EarlierCall[] }
  | {
      readonly admissions: readonly Admission[];
      /** Declined requests for some of them, which have one nonce and may still execute. */
      readonly declined: readonly JournaledCall[];
      readonly attempts: number;
      readonly failure?: unknown;
    };

type EarlierCall = {
  readonly call: JournaledCall;
  /** Whether no later call was signed for its admissions. Only then it is sent again. */
  readonly isLast: boolean;
};

/** How often admissions are tried whose call was accepted when it was signed, and failed when it was executed. */
const MAX_ATTEMPTS = 3;
/** Milliseconds for which a busy relay or node is asked again before a call is signed. */
const PATIENCE = 5_000;

const DONE: Rest<never> = { again: [], alone: false };

/** The calls of earlier runs, a group for each nonce, because a relay takes one request of a nonce at a time. */
export function earlierWork(calls: readonly JournaledCall[]): Work[] {
  const last = new Map(calls.flatMap((call) => call.admissions.map((one) => [admissionKey(one), call])));
  const earlier = calls.map((call) => ({
    call,
    isLast: call.admissions.every((admission) => last.get(admissionKey(admission)) === call),
  }));
  return [...Map.groupBy(earlier, ({ call }) => nonceId(call.request)).values()].map((group) => ({ earlier: group }));
}

/**
 * Brings calls to their end, each paid at most once, whichever process dies when: a request is in the journal before it
 * is sent, and the chain alone says whether it executed. Never throws; returns what is left to do.
 */
export async function deliverJournaled(delivery: Delivery, work: Work): Promise<Rest<Work>> {
  return "earlier" in work ? settleEarlier(delivery, work.earlier) : deliverNew(delivery, work);
}

async function settleEarlier(delivery: Delivery, earlier: readonly EarlierCall[]): Promise<Rest<Work>> {
  const declined: JournaledCall[] = [];
  const admissions = new Map<string, Admission>();
  try {
    for (const { call, isLast } of earlier) {
      for (const admission of call.admissions) admissions.set(admissionKey(admission), admission);
      const outcome = isLast
        ? await settle(delivery.connection, call.request)
        : await withRetry(() => outcomeOnChain(delivery.connection, call.request), PATIENCE);
      if (outcome === undefined || outcome.status === "declined") declined.push(call);
      else await conclude(delivery, call, outcome);
    }
  } catch (error) {
    delivery.fail(earlier.flatMap(({ call }) => call.admissions).filter(delivery.isOpen), error);
    return DONE;
  }
  const open = [...admissions.values()].filter(delivery.isOpen);
  return open.length === 0 ? DONE : again({ admissions: open, declined, attempts: 0 });
}

async function deliverNew(delivery: Delivery, work: Exclude<Work, { earlier: unknown }>): Promise<Rest<Work>> {
  const { connection, eventId, journal } = delivery;
  let admissions = work.admissions;
  try {
    const declined: JournaledCall[] = [];
    for (const call of work.declined) {
      const outcome = await withRetry(() => outcomeOnChain(connection, call.request), PATIENCE);
      if (outcome === undefined) declined.push(call);
      else await conclude(delivery, call, outcome);
    }
    admissions = admissions.filter(delivery.isOpen);
    if (admissions.length === 0) return DONE;
    if (work.attempts === MAX_ATTEMPTS) throw work.failure;
    const request = await signed(delivery, admissions, declined);
    if (request === undefined) {
      const middle = Math.ceil(admissions.length / 2);
      const halves = [admissions.slice(0, middle), admissions.slice(middle)];
      // Parts that must have one nonce go one after the other: the first that uses the nonce frees the others.
      return { again: halves.map((half) => ({ ...work, admissions: half, declined })), alone: declined.length > 0 };
    }
    const call = { request, admissions };
    await journal.keepCall(call);
    const outcome = await settle(connection, request);
    const attempts = work.attempts + 1;
    if (outcome.status === "declined") {
      return again({ admissions, declined: [...declined, call], attempts, failure: outcome.error });
    }
    await conclude(delivery, call, outcome);
    if (outcome.status === "done") return DONE;
    return again({ admissions, declined, attempts, failure: outcome.error });
  } catch (error) {
    delivery.fail(admissions.filter(delivery.isOpen), error);
    return DONE;
  }

  /** Undefined if the admissions must be split. */
  async function signed(
    { connection }: Delivery,
    admissions: readonly Admission[],
    declined: readonly JournaledCall[],
  ): Promise<JournaledRequest | undefined> {
    const call = admitCall(connection, eventId, admissions);
    const twins = declined.map((one) => one.request);
    try {
      return await withRetry(() => signCall(connection, call, twins), PATIENCE);
    } catch (error) {
      if (isDoorkeyError(error, "CALL_TOO_LARGE") && admissions.length > 1) return undefined;
      throw error;
    }
  }
}

/** Takes the decisions of a call that was executed. One that failed, or never will execute, decides nothing. */
async function conclude(delivery: Delivery, call: JournaledCall, outcome: Settled | Outcome): Promise<void> {
  if (outcome.status !== "done") return;
  await waitUntil(delivery, outcome.transaction);
  delivery.decide(readOutcomes(delivery.connection, call.admissions, outcome.transaction));
}

async function waitUntil({ connection, options }: Delivery, { hash }: Transaction): Promise<void> {
  if (options.until !== "final") return;
  await waitForReceipt(connection.provider, hash, "final", Date.now() + (options.timeout ?? TIMEOUTS.final));
}

function again(work: Work): Rest<Work> {
  return { again: [work], alone: false };
}
