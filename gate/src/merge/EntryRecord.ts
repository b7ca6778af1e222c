import type { Claim } from "../protocol/Claim.ts";

/**
 * Where an entry stands:
 * - `open`: let in, or stored for a light that may still have been shown; waits for delivery;
 * - `submitted`: in a signed request;
 * - `final`: the chain decided; `refused`: the chain, or the relay, did not take it;
 * - `replaced`: holds no right, because another entry on the same proof, or one with a light, took its place;
 * - `undone`: taken back before delivery. Neither of these two is delivered.
 */
export type EntryState = "open" | "submitted" | "final" | "refused" | "replaced" | "undone";

/** What a gate let in, by a holder's proof or by hand, as the hub decides with it. Times are in seconds. */
export type EntryRecord = Omit<Claim, "shown"> & {
  /** Its first right; the lowest bit of `mask` stands for it. */
  readonly serial: number;
  /** Which of the eight rights from `serial` on it let in. */
  readonly mask: number;
  /** When its light was shown. Undefined while no gate says so. */
  readonly shownAt: number | undefined;
  readonly state: EntryState;
};

/** The serials of the rights that an entry let in. */
export function serialsOf({ serial, mask }: Pick<EntryRecord, "serial" | "mask">): readonly number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => (mask >> i) & 1).map((i) => serial + i);
}

/** An entry as what keeps its right from others. */
export function claimOf({ shownAt, ...record }: EntryRecord): Claim {
  return { ...record, shown: shownAt !== undefined };
}
