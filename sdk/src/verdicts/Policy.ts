import type { Challenge } from "../codes/challenge.ts";
import type { Window } from "../codes/windows.ts";
import type { KeyKind } from "../statements/holderAddress.ts";

/** What a gate wants beyond what the chain will demand. Everything has a default. */
export type Policy = {
  /** How far codes may be from the gate's clock: 45 s old, 15 s ahead. */
  readonly window?: Window;
  /** The same for passkeys: 120 s old, 15 s ahead. */
  readonly passkeyWindow?: Window;
  /** Challenges that wait for their answer; leave out those that were answered. */
  readonly challenges?: readonly Pick<Challenge, "value" | "expiresAt">[];
  /** Take no code without one of them. */
  readonly demandChallenge?: boolean;
  /** Where passkeys were made; without it no passkey is taken. */
  readonly passkey?: {
    /** Of the buyer's page, such as "https://tickets.example". */
    readonly origin: string;
    /** Domain that the passkeys belong to. */
    readonly rpId: string;
    /** Refuse passkeys that can leave their device. */
    readonly refuseSynced?: boolean;
  };
  /** Kinds of keys that are taken: all by default. */
  readonly kinds?: readonly KeyKind[];
  /** Classes that may enter here: all by default. */
  readonly classes?: readonly number[];
  /** When staff must look at the person before the right is admitted. */
  readonly identity?: IdentityPolicy;
};

/** Which rights staff look at, for any of these causes. */
export type IdentityPolicy = {
  /** Always, for these classes. */
  readonly classes?: readonly number[];
  /** For rights that were rebound in so many seconds. */
  readonly reboundWithin?: number;
  /** For this share of all rights, 0 to 1, drawn by `seed`: another lane draws the same ones. */
  readonly sample?: { readonly rate: number; readonly seed: string };
};
