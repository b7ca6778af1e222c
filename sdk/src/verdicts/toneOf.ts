import { wordFor } from "./headlineFor.ts";
import type { Reason, Verdict } from "./Verdict.ts";

/**
 * How a gate's screen, light and sound put a verdict:
 * - `go`: the person passes;
 * - `look`: staff look before they do the next thing, and nothing is wrong with the ticket;
 * - `stop`: the person does not pass with what was shown;
 * - `wait`: nothing is decided about the ticket. Something else comes first, then the guest shows the code again.
 */
export type Tone = "go" | "look" | "stop" | "wait";

/** A tone for every reason. If one is missing, it does not compile. */
const tones: { readonly [reason in Reason]: Tone } = {
  valid: "go",
  "back-in": "go",
  "going-out": "go",
  "not-shown": "look",
  "identity-wanted": "look",
  "just-scanned": "look",
  "not-a-code": "wait",
  "code-newer": "wait",
  "scanner-layout": "wait",
  "doors-not-open": "wait",
  "clock-wrong": "wait",
  "gate-clock-wrong": "wait",
  "challenge-missing": "wait",
  "wrong-event": "stop",
  "event-cancelled": "stop",
  "doors-closed": "stop",
  "right-unknown": "stop",
  "right-void": "stop",
  "right-rebound": "stop",
  "other-holder": "stop",
  "signed-before-rebind": "stop",
  "not-named": "stop",
  "other-lane": "stop",
  "already-in": "stop",
  "not-in": "stop",
  "already-out": "stop",
  "no-reentry": "stop",
  "code-used": "stop",
  "kind-refused": "stop",
  "passkey-refused": "stop",
  "origin-unknown": "stop",
  "bad-signature": "stop",
  "code-expired": "stop",
  "challenge-wrong": "stop",
  "challenge-expired": "stop",
};

/**
 * The tone of a verdict.
 *
 * @throws VALUE_INVALID for what is not a verdict.
 * @example
 * import { toneOf, type Tone, type Verdict } from "doorkey/code";
 *
 * const colours: Record<Tone, string> = { go: "#00756a", look: "#ffc53d", stop: "#b3261e", wait: "#2f4a73" };
 * const colourOf = (verdict: Verdict) => colours[toneOf(verdict)];
 */
export function toneOf(verdict: Pick<Verdict, "reason">): Tone {
  return wordFor(tones, verdict);
}
