/** The last check of queued requests before they get a nonce: policy, forwarder, and the call itself (F15, F23). */

import type { CallResult, ChainView, TrialResult } from "../chain/ChainView.ts";
import type { Trial } from "../chain/probe.ts";
import { isNotYet } from "../chain/timeErrors.ts";
import { type Unanswered, unansweredOf } from "../chain/unanswered.ts";
import type { Ending } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import { callFor, checkCall, forwardedCall, revertName, rightCalls, rightStatusIn, skipIn } from "./calldata.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { type ExternalExecution, type Found, findExternalExecutions } from "./findExternalExecutions.ts";

/** The verdict on a queued request: it may be sent, it ends, another sender has executed it, or it waits. */
export type Verdict =
  /** `unused`: what it left of its signed gas when it was tried; 0 if that is not known. */
  | { readonly go: true; readonly unused: number }
  | ({ readonly go: false; readonly wasUsed?: true } & Unanswered)
  /** The next block may take it. */
  | { readonly go: false; readonly early: true }
  | { readonly go: false; readonly ending: Ending }
  | { readonly go: false; readonly elsewhere: Elsewhere };

/** Where another sender executed a request. `unknown`: the chain does not tell. */
export type Elsewhere = ExternalExecution | "unknown";

const GO: Verdict = { go: true, unused: 0 };

/** After so many searches without an answer, a request that somebody executed ends without its block. */
const SEARCHES = 6;

/** A verdict on each row, in their order. */
export async function preflight(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
): Promise<Verdict[]> {
  const refusals = await context.recheck(rows);
  const welcome = rows.filter((_, i) => refusals[i] === undefined);
  const verdicts = new Map([
    ...(await judgeRequests(
      context,
      lease,
      view,
      welcome.filter(({ kind }) => kind === "request"),
    )),
    ...(await judgeReturns(
      context,
      view,
      welcome.filter(({ kind }) => kind === "return"),
    )),
    ...(await judgeActs(
      context,
      lease,
      view,
      welcome.filter(({ kind }) => kind === "act"),
    )),
  ]);
  return rows.map(({ digest }, i): Verdict => {
    const refusal = refusals[i];
    if (refusal === undefined)
      return verdicts.get(digest) ?? { go: false, unanswered: "nothing was found out about it" };
    return "unanswered" in refusal ? { go: false, ...refusal } : { go: false, ending: refusal };
  });
}

type Verdicts = readonly (readonly [RequestRow["digest"], Verdict])[];

/** The forwarder's own check of each request, and its call as the forwarder would make it in the next block. */
async function judgeRequests(
  context: EngineContext,
  { signer }: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
): Promise<Verdicts> {
  const { suite, options } = context;
  // The forwarder does not call itself: a request to it only uses up its nonce.
  const calling = rows.filter(({ to_address }) => to_address !== suite.forwarder);
  const next = view.head.timestamp + options.traits.blockSeconds;
  const [checks, trials] = await Promise.all([
    view.calls(rows.map((row) => ({ to: suite.forwarder, data: checkCall(row, signer) }))),
    // A node that answers the checks is not away, so it left these calls without an answer.
    view
      .tries(
        calling.map((row): Trial => forwardedCall(suite, row)),
        next,
      )
      .catch(unansweredOf),
  ]);
  const trialOf = new Map(calling.map(({ digest }, i) => [digest, trialIn(trials, i)]));
  const judged = rows.map((row, i) => ({ row, check: skipOf(checks[i]), trial: trialOf.get(row.digest) }));
  const used = judged.filter(({ check }) => "skip" in check && check.skip?.name === "NonceUsed");
  const found = await findExternalExecutions(
    context,
    view,
    used.map(({ row }) => row),
  );
  return judged.map(({ row, check, trial }): Verdicts[number] => {
    if ("unanswered" in check) return [row.digest, { go: false, ...check }];
    const { skip } = check;
    if (skip?.name === "NonceUsed") return [row.digest, usedVerdict(row, found.get(row.digest))];
    if (skip !== undefined && skip.name !== "None") {
      const reason = { code: skip.code, detail: skip.detail };
      return [row.digest, { go: false, ending: { state: skip.name === "Expired" ? "expired" : "rejected", reason } }];
    }
    return [row.digest, trialOf.has(row.digest) ? trialVerdict(context, row, trial) : GO];
  });
}

/** The trial of a call among all of them, or that the node answered none. */
function trialIn(trials: readonly TrialResult[] | Unanswered, index: number): TrialResult | Unanswered | undefined {
  return "unanswered" in trials ? trials : trials[index];
}

type Check = Unanswered | { readonly skip: Exclude<ReturnType<typeof skipIn>, "unreadable"> | undefined };

/** Why the forwarder would skip a request, from its own check. */
function skipOf(check: CallResult | undefined): Check {
  if (check?.success === undefined) return { unanswered: check?.message ?? "no answer" };
  const skip = check.success ? skipIn(check.data) : undefined;
  return skip === "unreadable" ? { unanswered: "the forwarder's check returned something else" } : { skip };
}

/** @param found What the search found. A node that finds nothing proves nothing. */
function usedVerdict({ troubles }: RequestRow, found: Found | undefined): Verdict {
  if (found !== undefined && !("unanswered" in found)) {
    if (!("superseded" in found)) return { go: false, elsewhere: found };
    const reason = { code: "NONCE_USED", detail: "Another request of the sender used the nonce." };
    return { go: false, ending: { state: "superseded", reason } };
  }
  if (troubles + 1 >= SEARCHES) return { go: false, elsewhere: "unknown" };
  return { go: false, wasUsed: true, unanswered: found?.unanswered ?? "the node has no log of the execution" };
}

function trialVerdict(
  { options }: EngineContext,
  row: RequestRow,
  trial: TrialResult | Unanswered | undefined,
): Verdict {
  if (trial !== undefined && "unanswered" in trial) return { go: false, ...trial };
  if (trial?.success === undefined) return { go: false, unanswered: trial?.message ?? "no answer" };
  if (trial.success) return { go: true, unused: Math.max(0, row.gas - (trial.gasUsed ?? row.gas)) };
  const { revertData, gasTooLow, time } = trial;
  if (isNotYet(revertData, time, options.traits.blockSeconds)) return { go: false, early: true };
  if (gasTooLow) {
    const detail = `The call takes more gas than was ${row.kind === "request" ? "signed" : "measured"}.`;
    return { go: false, ending: { state: "rejected", reason: { code: "GAS_TOO_LOW", detail } } };
  }
  const name = revertName(revertData);
  const detail = name === undefined ? "The call would revert." : `The call would revert with ${name}.`;
  return { go: false, ending: { state: "rejected", reason: { code: "CALL_REVERTS", detail, revertData } } };
}

/** The registry skips rights that are returned already, at the sponsor's cost. */
async function judgeReturns(context: EngineContext, view: ChainView, rows: readonly RequestRow[]): Promise<Verdicts> {
  const { suite } = context;
  const questions = rows.map((row) => rightCalls(suite, row));
  const answers = await view.calls(questions.flat());
  let next = 0;
  const judged = rows.map((row, i) => {
    const own = answers.slice(next, next + (questions[i]?.length ?? 0));
    next += own.length;
    return { row, statuses: own.map((one) => rightStatusIn(one)) };
  });
  const void_ = judged.filter(({ statuses }) => statuses.every((status) => status === "void"));
  const found = await findExternalExecutions(
    context,
    view,
    void_.map(({ row }) => row),
  );
  return judged.map(({ row, statuses }): Verdicts[number] => {
    const unanswered = statuses.find((status) => typeof status === "object");
    if (unanswered !== undefined) return [row.digest, { go: false, ...unanswered }];
    if (!statuses.every((status) => status === "void")) return [row.digest, GO];
    const one = found.get(row.digest);
    if (one !== undefined) return [row.digest, usedVerdict(row, one)];
    const reason = { code: "RETURN_INVALID", detail: "The right was revoked." };
    return [row.digest, { go: false, ending: { state: "rejected", reason } }];
  });
}

/** What a call costs before its first instruction, and for its data, at the most. */
const CALL_ROOM = 500_000;

/** The forwarder has no say in an act, so the call itself is tried. */
async function judgeActs(
  context: EngineContext,
  { signer: from }: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
): Promise<Verdicts> {
  const calls = rows.map((row) => ({ from, ...callFor(context.suite, [row]), gas: row.gas + CALL_ROOM }));
  const answers = await view.calls(calls);
  return rows.map((row, i) => {
    const answer = answers[i];
    return [row.digest, trialVerdict(context, row, answer && { ...answer, time: view.head.timestamp })];
  });
}
