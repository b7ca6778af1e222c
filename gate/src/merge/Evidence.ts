import type { EntryRecord } from "./EntryRecord.ts";

/**
 * - `two presentations`: two lights were shown for one right, on two proofs of its holder;
 * - `double entry`: the same, and both proofs answer challenges of two gates, so neither was signed ahead;
 * - `contested`: one of the two was let in by hand.
 */
export type EvidenceName = "two presentations" | "double entry" | "contested";

/** Two shown entries of one right, in the order of their scans. */
export type Evidence = {
  readonly serial: number;
  readonly name: EvidenceName;
  readonly first: string;
  readonly second: string;
};

/** The evidence that two shown entries of a right make. */
export function evidenceOf(serial: number, one: EntryRecord, other: EntryRecord): Evidence {
  const [first, second] = other.scannedAt < one.scannedAt ? [other, one] : [one, other];
  return { serial, name: nameOf(first, second), first: first.scanId, second: second.scanId };
}

function nameOf(one: EntryRecord, other: EntryRecord): EvidenceName {
  if (one.byHand || other.byHand) return "contested";
  const isFresh = BigInt(one.challenge) !== 0n && BigInt(other.challenge) !== 0n && one.challenge !== other.challenge;
  return isFresh && one.device !== other.device ? "double entry" : "two presentations";
}
