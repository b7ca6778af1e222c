import type { Purchase } from "./Purchase.ts";

/** Of an order that is being granted: its places stay taken until it has a pass. */
const ALWAYS = Number.MAX_SAFE_INTEGER;
/** Of an order that has its pass: the chain counts its places. */
const NEVER = 0;

/** The second, since 1970, from which an order takes no places because no device may claim it any more. */
export function invitedUntil({ invitation, grant, pass }: Purchase): number {
  if (pass !== undefined) return NEVER;
  return grant === undefined ? invitation.expiresAt : ALWAYS;
}
