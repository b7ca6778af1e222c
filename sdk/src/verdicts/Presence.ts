import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/** Where an admitted right is, as the gates of the venue last recorded it. */
export type Presence = {
  readonly where: "in" | "out";
  /** Since when, in seconds, and the lane that it passed. */
  readonly at: number;
  readonly lane: number;
  /** The last code that a gate took from it. A later passage needs a newer one. */
  readonly issuedAt: number;
  readonly challenge: Hex;
  /** Whether it may come back in. Defaults to true. */
  readonly mayReenter?: boolean;
};

/** What a gate knows of presence, if people may go out and come back, and which way they pass this gate. */
export type Passages = {
  readonly way: "in" | "out";
  /** Undefined for a right that has not moved since its admission. */
  readonly get: (rightId: RightId) => Presence | undefined;
};
