/** The last check of queued requests before they get a nonce: policy, forwarder, and the call itself (F15, F23). */

import type { Hex } from "doorkey";
import { concat } from "ethers";
import type { CallResult, ChainView } from "../chain/ChainView.ts";
import { type Unanswered, unansweredOf } from "../chain/unanswered.ts";
import type { Ending } from "../storage/requests.ts";
import type { RequestRow } from "../storage/tables.ts";
import { checkCall, revertName, signedRequestOf, skipIn } from "./calldata.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import { type ExternalExecution, findExternalExecution } from "./findExternalExecution.ts";
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
  const verdicts = new Map<Hex, Verdict>();
  for (const [i, row] of requests.entries()) {
    verdicts.set(row.digest, await judge(context, view, row, answers[2 * i], answers[2 * i + 1]));
  }
  return rows.map(({ digest }, i): Verdict => {
    const refusal = refusals[i];
    if (refusal === undefined) return verdicts.get(digest) ?? GO;
    return "unanswered" in refusal ? { go: false, ...refusal } : { go: false, ending: refusal };
  });
}

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

async function judge(
  context: EngineContext,
  view: ChainView,
  row: RequestRow,
  check: CallResult | undefined,
  call: CallResult | undefined,
): Promise<Verdict> {
  if (check?.success === undefined) return { go: false, unanswered: check?.message ?? "no answer" };
  const skip = check.success ? skipIn(check.data) : undefined;
  if (skip === "unreadable") return { go: false, unanswered: "the forwarder's check returned something else" };
  if (skip?.name === "NonceUsed") {
    const elsewhere = await findExternalExecution(context, view, row).catch(unansweredOf);
    if (elsewhere !== undefined) return { go: false, ...("unanswered" in elsewhere ? elsewhere : { elsewhere }) };
    return { go: false, ending: { state: "superseded", reason: { code: skip.code, detail: skip.detail } } };
  }
  if (skip !== undefined && skip.name !== "None") {
    const state = skip.name === "Expired" ? "expired" : "rejected";
    return { go: false, ending: { state, reason: { code: skip.code, detail: skip.detail } } };
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
