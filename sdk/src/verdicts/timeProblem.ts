import type { EntryCode } from "../codes/codeText.ts";
import { CHAIN_WINDOW, CODE_WINDOW, PASSKEY_WINDOW, ROTATE_EVERY } from "../codes/windows.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Policy } from "./Policy.ts";
import type { Refused } from "./Verdict.ts";

/** When a code was scanned, and the time that it states. */
export type Scan = { readonly issuedAt: number; readonly scannedAt: number };

/** What is wrong with a code's answer to a challenge or, if it answers none, with its time. */
export function timeProblem(
  { proof, issuedAt, challenge }: EntryCode,
  at: number,
  policy: Policy,
  lastSeen: Scan | undefined,
): Refused | undefined {
  if (challenge !== NO_CHALLENGE) {
    const asked = policy.challenges?.find(({ value }) => value.toLowerCase() === challenge);
    if (asked === undefined) return { status: "refuse", reason: "challenge-wrong" };
    return at > asked.expiresAt ? { status: "refuse", reason: "challenge-expired" } : undefined;
  }
  if (policy.demandChallenge) return { status: "refuse", reason: "challenge-missing" };

  const { past, ahead } =
    proof.kind === "passkey" ? (policy.passkeyWindow ?? PASSKEY_WINDOW) : (policy.window ?? CODE_WINDOW);
  const secondsAhead = issuedAt - at;
  if (secondsAhead > Math.min(ahead, CHAIN_WINDOW)) return { status: "refuse", reason: "clock-wrong", secondsAhead };
  if (-secondsAhead <= Math.min(past, CHAIN_WINDOW)) return undefined;
  return isSlowClock({ issuedAt, scannedAt: at }, lastSeen)
    ? { status: "refuse", reason: "clock-wrong", secondsAhead }
    : { status: "refuse", reason: "code-expired", secondsOld: -secondsAhead };
}

/** Whether the phone's clock is slow: the code is newer than the last one, and yet about as old when scanned. */
function isSlowClock(scan: Scan, last: Scan | undefined): boolean {
  if (last === undefined || scan.issuedAt <= last.issuedAt) return false;
  const shift = scan.scannedAt - scan.issuedAt - (last.scannedAt - last.issuedAt);
  return Math.abs(shift) <= ROTATE_EVERY + 2;
}
