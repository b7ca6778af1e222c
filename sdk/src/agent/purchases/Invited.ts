import type { Purchase } from "./Purchase.ts";

/** Which orders of a class are asked about: those that may still be granted at `now`. */
export type InvitedQuestion = {
  readonly eventId: number;
  readonly classId: number;
  /** A whole number of seconds since 1970. */
  readonly now: number;
  /** Seats whose orders are looked for. */
  readonly seats: readonly number[];
  /** The id of an order that does not count. */
  readonly except?: string | undefined;
};

/** What invited orders take of a class. */
export type Invited = {
  readonly rights: number;
  /** Those of the seats asked for that are in one of these orders, ascending. */
  readonly seats: readonly number[];
};

/** Of an order that is being granted: its places stay taken until it has a pass. */
const ALWAYS = Number.MAX_SAFE_INTEGER;
/** Of an order that has its pass: the chain counts its places. */
const NEVER = 0;

/** The second, since 1970, from which an order takes no places because no device may claim it any more. */
export function invitedUntil({ invitation, grant, pass }: Purchase): number {
  if (pass !== undefined) return NEVER;
  return grant === undefined ? invitation.expiresAt : ALWAYS;
}
