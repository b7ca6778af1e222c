import type { EntryCode } from "../codes/codeText.ts";
import { checkCode } from "./checkCode.ts";
import { parseCode, plainCode, possibleCodes } from "./parseCode.ts";
import type { Reason, Refused, Verdict } from "./Verdict.ts";

/** Reasons that a garbled code has too. Every other one rests on the event's tag or on the holder's signature. */
const UNPROVEN: ReadonlySet<Reason> = new Set(["wrong-event", "right-unknown", "bad-signature"]);

/**
 * Decides on what a scanner read, as checkCode does, and returns the code that it took it for. If the scanner typed
 * through another keyboard layout and several codes can have been meant, the signature decides which one was.
 *
 * @throws VALUE_INVALID when `now`, `lane` or the manifest is not valid.
 * @example
 * import { checkScan, codeAge, type checkCode } from "doorkey/code";
 *
 * function scan(text: string, options: checkCode.Options, ages: Map<number, number>) {
 *   const { code, verdict } = checkScan(text, options);
 *   const age = code.status === "parsed" ? codeAge(code, verdict, options.now) : undefined;
 *   if (code.status === "parsed" && age !== undefined) ages.set(code.serial, age);
 *   return verdict;
 * }
 */
export function checkScan(text: string, options: checkCode.Options): checkScan.Result {
  const plain = plainCode(text);
  if (plain !== undefined) return { code: plain, verdict: checkCode(plain, options) };
  const judged = possibleCodes(text).map((code) => ({ code, verdict: checkCode(code, options) }));
  const [first, ...others] = judged;
  if (first === undefined) {
    const code = parseCode(text);
    return { code, verdict: checkCode(code, options) };
  }
  const proven = judged.find(({ verdict }) => !UNPROVEN.has(verdict.reason));
  if (proven !== undefined) return proven;
  if (others.every(({ verdict }) => verdict.reason === first.verdict.reason)) return first;
  const refused: Refused = { status: "refuse", reason: "scanner-layout" };
  return { code: refused, verdict: refused };
}

export declare namespace checkScan {
  type Result = { readonly code: EntryCode | Refused; readonly verdict: Verdict };
}
