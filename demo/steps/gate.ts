import type { Address, Hex } from "doorkey";
import {
  type Admission,
  type Admitted,
  checkCode,
  composeCode,
  entryProofDigest,
  type Manifest,
  NO_CHALLENGE,
  packEntry,
  unpackEntry,
} from "doorkey/code";
import { type AdmissionOutcome, admitEntries } from "doorkey/gate";
import type { HolderKey } from "doorkey-test-support/keys";
import type { Wallet } from "ethers";
import type { World } from "../world.ts";

/** The site on which the passkeys of this journey were made. */
const POLICY = { passkeys: [{ origin: "https://localhost", rpId: "localhost" }] } as const;

/** What a holder signs to enter: `count` rights from `rightId` on. */
export type Showing = {
  readonly key: HolderKey;
  readonly rightId: bigint;
  readonly count: number;
  readonly issuedAt: number;
};

/** Makes the text of the QR code that a phone shows. */
export function showCode(manifest: Manifest, { key, rightId, count, issuedAt }: Showing): string {
  const proof = { rightId, count, holder: key.address as Address, issuedAt, challenge: NO_CHALLENGE };
  return composeCode(manifest, proof, key.sign(entryProofDigest(manifest, proof)) as Hex);
}

/** Makes the same admission for the chain, without the verdict of a gate. */
export function admissionOf(manifest: Manifest, showing: Showing, scannedAt: number, lane: number): Admission {
  const { key, rightId, count, issuedAt } = showing;
  const proof = { rightId, count, holder: key.address as Address, issuedAt, challenge: NO_CHALLENGE };
  const entry = packEntry({ rightId, count, issuedAt, challenge: NO_CHALLENGE, scannedAt, lane });
  return { entry, signature: key.sign(entryProofDigest(manifest, proof)) as Hex };
}

/** A gate of the venue. The gates share which rights they admitted, and settle with the chain later. */
export class Gate {
  readonly key: Wallet;
  readonly lane: number;
  readonly #manifest: Manifest;
  readonly #admitted: Map<bigint, Admitted>;
  #journal: Admission[] = [];

  constructor(key: Wallet, lane: number, manifest: Manifest, admitted: Map<bigint, Admitted>) {
    this.key = key;
    this.lane = lane;
    this.#manifest = manifest;
    this.#admitted = admitted;
  }

  /** Decides on a code as a gate without a network does. Writes an admission to the journal first. */
  scan(text: string, now: number) {
    const verdict = checkCode(text, {
      manifest: this.#manifest,
      admitted: this.#admitted,
      now,
      lane: this.lane,
      policy: POLICY,
    });
    if (verdict.status !== "admit") return verdict;
    this.#journal.push(verdict.admission);
    const issuedAt = Number(unpackEntry(verdict.admission.entry).issuedAt);
    for (const rightId of verdict.rights) {
      this.#admitted.set(rightId, { scannedAt: now, lane: this.lane, issuedAt, challenge: NO_CHALLENGE });
    }
    return verdict;
  }

  /** Empties the journal, and returns its admissions for the chain. */
  takeJournal(): Admission[] {
    const taken = this.#journal;
    this.#journal = [];
    return taken;
  }
}

/** Delivers admissions in the name of a gate, and books those that the chain admitted. */
export async function settle(
  { chain, book }: World,
  { act, eventId, gate, admissions }: settle.Parameters,
): Promise<readonly AdmissionOutcome[]> {
  const rights = act === "admit" ? rightsIn(admissions) : 0;
  const outcomes = await chain.costs.of(act, rights, () => admitEntries(chain.as(gate), { eventId, admissions }));
  for (const outcome of outcomes) if (outcome.status !== "undecided") book.settle(outcome.rights, "admitted");
  return outcomes;
}

export declare namespace settle {
  type Parameters = {
    readonly act: "admit" | "refused at the gate";
    readonly eventId: number;
    readonly gate: Wallet;
    readonly admissions: readonly Admission[];
  };
}

/** Counts the rights in admissions. */
export function rightsIn(admissions: readonly Admission[]): number {
  return admissions.reduce((sum, { entry }) => sum + unpackEntry(entry).count, 0);
}
