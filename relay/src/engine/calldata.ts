import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import {
  type DrawContracts,
  drawCall,
  type WireDrawAct,
  type WireSignedRequest,
  type WireSignedReturn,
} from "doorkey/relay";
import type { CallResult } from "../chain/ChainView.ts";
import type { Trial } from "../chain/probe.ts";
import type { Unanswered } from "../chain/unanswered.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { Suite } from "./EngineContext.ts";
import { encodeCheck, encodeExecute } from "./encodeForwarder.ts";

const { EntryRightRegistry: rights } = interfaces;

/** The signed request of a row of kind `request`. */
export function signedRequestOf({ payload }: Pick<RequestRow, "payload">): WireSignedRequest {
  if ("request" in payload) return payload;
  throw new Error("A row of kind request holds no signed request.");
}

/** The act of a row of kind `act`. */
export function drawActOf({ payload }: Pick<RequestRow, "payload">): WireDrawAct {
  if ("act" in payload) return payload;
  throw new Error("A row of kind act holds something signed.");
}

function requireDraws({ draws }: Suite): DrawContracts {
  if (draws !== undefined) return draws;
  throw new Error("The suite has no draws.");
}

/** The signed return of a row of kind `return`. */
export function signedReturnOf({ payload }: Pick<RequestRow, "payload">): WireSignedReturn {
  if ("rightId" in payload) return payload;
  throw new Error("A row of kind return holds no signed return.");
}

/** The call that carries these requests, all of one kind, in their order. */
export function callFor(
  suite: Suite,
  rows: readonly Pick<RequestRow, "kind" | "payload">[],
): { readonly to: Address; readonly data: Hex } {
  if (rows[0]?.kind === "act") return drawCall(requireDraws(suite), rows.map(drawActOf));
  if (rows[0]?.kind === "return") {
    const data = rights.encodeFunctionData("returnRights", [rows.map(signedReturnOf)]);
    return { to: suite.rightsRegistry, data: data as Hex };
  }
  return { to: suite.forwarder, data: encodeExecute(rows.map(signedRequestOf)) };
}

/** Asks the forwarder why it would skip a request. */
export function checkCall(row: RequestRow, relayer: Address): Hex {
  return encodeCheck(signedRequestOf(row), relayer);
}

/** The call of a request as the forwarder makes it, with the signer's address after the data. */
export function forwardedCall(suite: Suite, row: Pick<RequestRow, "payload">): Trial {
  const { from, to, data, gas } = signedRequestOf(row).request;
  return { from: suite.forwarder, to, data: `${data}${from.slice(2)}`, gas: Number(gas) };
}

/** Asks for each right of a return. */
export function rightCalls(
  suite: Suite,
  row: Pick<RequestRow, "payload">,
): { readonly to: Address; readonly data: Hex }[] {
  const { rightId, count } = signedReturnOf(row);
  return Array.from({ length: count }, (_, i) => ({
    to: suite.rightsRegistry,
    data: rights.encodeFunctionData("rightOf", [BigInt(rightId) + BigInt(i)]) as Hex,
  }));
}

/** `RightStatus.Void` of the registry. */
const VOID = 3n;

/** Whether a right is void. `other`: it may be returned, or the registry says why not. */
export function rightStatusIn(answer: CallResult | undefined): "void" | "other" | Unanswered {
  if (answer?.success === undefined) return { unanswered: answer?.message ?? "no answer" };
  if (!answer.success) return "other";
  try {
    return rights.decodeFunctionResult("rightOf", answer.data)[0].status === VOID ? "void" : "other";
  } catch {
    return { unanswered: "the registry returned something else than a right" };
  }
}

/** The forwarder's `Skip` by number, with the code and the sentence for clients. */
const SKIPS = [
  { name: "None", code: "INTERNAL", detail: "The request was not skipped." },
  { name: "Expired", code: "REQUEST_EXPIRED", detail: "The deadline passed before the request was mined." },
  { name: "NonceUsed", code: "NONCE_USED", detail: "The nonce was used on chain." },
  { name: "OtherRelayer", code: "RELAYER_OTHER", detail: "The request names another relayer." },
  {
    name: "BadSignature",
    code: "SIGNATURE_INVALID",
    detail: "The signature is not by the key that the request names.",
  },
  { name: "TargetUntrusting", code: "TARGET_NOT_SPONSORED", detail: "The target does not trust the forwarder." },
] as const;

export type Skip = (typeof SKIPS)[number];

export function skipOf(number: bigint): Skip {
  return SKIPS[Number(number)] ?? SKIPS[0];
}

/** What the forwarder's `check` returned. A node that lies, or has another contract there, returns anything. */
export function skipIn(data: Hex): Skip | "unreadable" {
  const number = data.length === 66 ? BigInt(data) : BigInt(SKIPS.length);
  return number < SKIPS.length ? skipOf(number) : "unreadable";
}

/** The name of the suite's error that revert data begins with, if it is one. */
export function revertName(revertData: Hex): string | undefined {
  const selector = revertData.slice(0, 10);
  if (selector.length < 10) return undefined;
  for (const abi of Object.values(interfaces)) {
    const found = abi.getError(selector);
    if (found !== null) return found.name;
  }
  return undefined;
}

/** Bytes that an act adds to a call. */
export function bytesOfAct(act: WireDrawAct): number {
  const words = act.act === "advance" ? 3 + act.seats.length : 8;
  const bytes = "evidence" in act ? (act.evidence.length - 2) / 2 : 0;
  return 32 * words + bytes;
}
