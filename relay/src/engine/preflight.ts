/** The last check of queued requests before they get a nonce: policy, forwarder, and the call itself (F15, F23). */

import type { Hex } from "doorkey";
import { concat } from "ethers";
import type { CallResult, ChainView } from "../chain/ChainView.ts";
import type { Unanswered } from "../chain/unanswered.ts";
import type { Ending } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import { callFor, checkCall, revertName, signedRequestOf, skipIn } from "./calldata.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { type ExternalExecution, findExternalExecutions } from "./findExternalExecutions.ts";
import { calldataGas } from "./gasLimit.ts";

/** The verdict on a queued request: it may be sent, it ends, another sender has executed it, or nothing is known yet. */
export type Verdict =
  | { readonly go: true }
  | ({ readonly go: false } & Unanswered)
  | { readonly go: false; readonly ending: Ending }
  | { readonly go: false; readonly elsewhere: ExternalExecution };

const GO: Verdict = { go: true };

/** A verdict on each row, in their order. */
export async function preflight(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  rows: readonly RequestRow[],
): Promise<Verdict[]> {
  const refusals = await context.recheck(rows);
  const requests = rows.filter(({ kind }, i) => kind === "request" && refusals[i] === undefined);
  const answers = await view.calls(requests.flatMap((row) => callsFor(context, lease, row)));
  const judged = requests.map((row, i) => ({ row, check: skipOf(answers[2 * i]), call: answers[2 * i + 1] }));
  const used = judged.filter(({ check }) => "skip" in check && check.skip?.name === "NonceUsed");
  const elsewhere = await findExternalExecutions(
    context,
    view,
    used.map(({ row }) => row),
  );
  const verdicts = new Map(
    judged.map(({ row: { digest }, check, call }) => [digest, verdictOf(check, call, elsewhere.get(digest))]),
  );
  const acts = rows.filter(({ kind }, i) => kind === "act" && refusals[i] === undefined);
  const actAnswers = await view.calls(
    acts.map((row) => ({ from: lease.signer, ...callFor(context.suite, [row]), gas: row.gas + CALL_ROOM })),
  );
  for (const [i, { digest }] of acts.entries()) verdicts.set(digest, verdictOf(ACT, actAnswers[i], undefined));
  return rows.map(({ digest }, i): Verdict => {
    const refusal = refusals[i];
    if (refusal === undefined) return verdicts.get(digest) ?? GO;
    return "unanswered" in refusal ? { go: false, ...refusal } : { go: false, ending: refusal };
  });
}

/** The forwarder has no say in an act. */
const ACT: Check = { skip: undefined };

/** What a call costs before its first instruction, and for its data, at the most. */
const CALL_ROOM = 500_000;

/** The forwarder's check, and the call as the forwarder would make it, with the signer's address after the data. */
function callsFor({ suite }: EngineContext, { signer }: Lease, row: RequestRow) {
  const { from, to, data, gas: signedGas } = signedRequestOf(row).request;
  const forwarded = concat([data, from]) as Hex;
  const gas = Number(signedGas) + 21_000 + calldataGas(forwarded, 0);
  return [
    { to: suite.forwarder, data: checkCall(row, signer) },
    // The forwarder does not call itself: a request to it only uses up its nonce.
    to.toLowerCase() === suite.forwarder
      ? { to: suite.forwarder, data: checkCall(row, signer) }
      : { from: suite.forwarder, to, data: forwarded, gas },
  ];
}

type Check = Unanswered | { readonly skip: Exclude<ReturnType<typeof skipIn>, "unreadable"> | undefined };

/** Why the forwarder would skip a request, from its own check. */
function skipOf(check: CallResult | undefined): Check {
  if (check?.success === undefined) return { unanswered: check?.message ?? "no answer" };
  const skip = check.success ? skipIn(check.data) : undefined;
  return skip === "unreadable" ? { unanswered: "the forwarder's check returned something else" } : { skip };
}

/** @param elsewhere Where a request whose nonce is used was executed, if the search found it. */
function verdictOf(
  check: Check,
  call: CallResult | undefined,
  elsewhere: ExternalExecution | Unanswered | undefined,
): Verdict {
  if ("unanswered" in check) return { go: false, ...check };
  const { skip } = check;
  if (elsewhere !== undefined) return { go: false, ...("unanswered" in elsewhere ? elsewhere : { elsewhere }) };
  if (skip !== undefined && skip.name !== "None") {
    const reason = { code: skip.code, detail: skip.detail };
    if (skip.name === "NonceUsed") return { go: false, ending: { state: "superseded", reason } };
    return { go: false, ending: { state: skip.name === "Expired" ? "expired" : "rejected", reason } };
  }
  if (call?.success === undefined) return { go: false, unanswered: call?.message ?? "no answer" };
  if (call.success) return GO;
  const name = revertName(call.revertData);
  const detail = name === undefined ? "The call would revert." : `The call would revert with ${name}.`;
  return {
    go: false,
    ending: { state: "rejected", reason: { code: "CALL_REVERTS", detail, revertData: call.revertData } },
  };
}
