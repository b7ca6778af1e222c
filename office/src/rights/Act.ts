/** A kind of change of rights that were granted. */
export type ActKind = "return" | "revoke" | "move" | "name";

/**
 * How far it is: `open` while the office waits for the chain; `done` when at least one right changed; `refused` when none
 * did; `undecided` when the office stopped, or the chain was silent, before the outcome was known.
 */
export type ActState = "open" | "done" | "refused" | "undecided";

/** What became of one right of an act. */
export type ActResult = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly status: "returned" | "revoked" | "rebound" | "named" | "refused" | "failed";
  readonly reason?: string;
  readonly sentence?: string;
};

/** A change of rights, as pages see it. JSON. */
export type Act = {
  readonly id: string;
  readonly kind: ActKind;
  readonly eventId: number;
  readonly rightIds: readonly string[];
  /** The clerk's name; missing if a fan's phone asked. */
  readonly by?: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly state: ActState;
  readonly results: readonly ActResult[];
};
