import type { Challenge } from "../codes/challenge.ts";
import type { Window } from "../codes/windows.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import type { PasskeySite } from "./passkeySites.ts";

/** A gate's rules in addition to the chain's. Every rule has a default. */
export type Policy = {
  /** How far codes may be from the gate's clock. Defaults to 45 s old, 15 s ahead. */
  readonly window?: Window;
  /** The same for passkeys. Defaults to 120 s old, 15 s ahead. */
  readonly passkeyWindow?: Window;
  /** Open challenges. Leave out those that were answered. */
  readonly challenges?: readonly Pick<Challenge, "value" | "expiresAt">[];
  /** Refuse codes that answer no challenge. */
  readonly demandChallenge?: boolean;
  /** Sites where passkeys were created, tried in turn. Without one the gate refuses every passkey. */
  readonly passkeys?: readonly PasskeySite[];
  /** Kinds of keys that the gate accepts. Defaults to all. */
  readonly kinds?: readonly KeyKind[];
  /** Classes that may enter here. Defaults to all. */
  readonly classes?: readonly number[];
  /**
   * Seconds in which a ticket that this lane let through is answered with `again`, whichever code of its holder the
   * camera sees. Defaults to 20; 0 turns it off.
   */
  readonly againWithin?: number;
  /** When staff must check the person before the right is admitted. */
  readonly identity?: IdentityPolicy;
};

/** For which rights staff must check the person. A right that matches any of these rules needs a check. */
export type IdentityPolicy = {
  /** All rights of these classes. */
  readonly classes?: readonly number[];
  /** Rights that were rebound at most this many seconds before the scan. */
  readonly reboundWithin?: number;
  /** This share of all rights, 0 to 1. Every lane with the same `seed` selects the same ones. */
  readonly sample?: { readonly rate: number; readonly seed: string };
};
