import type { Wallet } from "ethers";
import {
  type Admission,
  type Admitted,
  checkCode,
  composeCode,
  type Hex,
  type Manifest,
  packSignatures,
} from "../../../sdk/src/code.ts";
import { entryProofDigest } from "../../../sdk/src/statements/entryProof.ts";
import { NO_CHALLENGE, packEntry, unpackEntry } from "../../../sdk/src/values/Entry.ts";
import type { HolderKey } from "../../../test/helpers/keys.ts";
import { readBatches } from "../batches.ts";
import type { Chain } from "../chain.ts";
import type { Input } from "../input/read.ts";

/** Where the passkeys of this journey were made. */
const POLICY = { passkey: { origin: "https://localhost", rpId: "localhost" } } as const;

/** What a holder signs to enter: `count` rights from `rightId` on. */
export type Showing = {
  readonly key: HolderKey;
  readonly rightId: bigint;
  readonly count: number;
  readonly issuedAt: number;
};

/** All that the gates know: fetched once, good without a network. */
export async function loadManifest(chain: Chain, input: Input, eventId: bigint): Promise<Manifest> {
  const block = await chain.ethers.provider.getBlock("latest");
  if (block?.hash == null) throw new Error("the chain has no block");
  const event = await chain.events.eventOf(eventId);
  return {
    chainId: Number(chain.chainId),
    registry: (await chain.rights.getAddress()) as Hex,
    eventId: Number(eventId),
    block: { number: block.number, hash: block.hash as Hex },
    takenAt: block.timestamp,
    doorsOpenAt: Number(event.doorsOpenAt),
    doorsCloseAt: Number(event.doorsCloseAt),
    cancelled: event.cancelled,
    classes: Object.fromEntries(input.event.classes.map(({ id, name }) => [id, { name }])),
    batches: await readBatches(chain, eventId),
  };
}

/** The text of the QR code that a phone shows. */
export function showCode(manifest: Manifest, { key, rightId, count, issuedAt }: Showing): string {
  const proof = { rightId, count, holder: key.address as Hex, issuedAt, challenge: NO_CHALLENGE };
  return composeCode(manifest, proof, key.sign(entryProofDigest(manifest, proof)) as Hex);
}

/** The same as it goes on chain, whatever a gate would say to it. */
export function admissionOf(manifest: Manifest, showing: Showing, scannedAt: number, lane: number): Admission {
  const { key, rightId, count, issuedAt } = showing;
  const proof = { rightId, count, holder: key.address as Hex, issuedAt, challenge: NO_CHALLENGE };
  const entry = packEntry({ rightId, count, issuedAt, challenge: NO_CHALLENGE, scannedAt, lane });
  return { entry, signature: key.sign(entryProofDigest(manifest, proof)) as Hex };
}

/** Two gates of one house: they tell each other whom they let in, and settle with the chain later. */
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

  /** Decides about a code as a gate without a network does; whoever it lets in stands in its journal first. */
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

  /** Takes what is in the journal out of it, for the chain. */
  takeJournal(): Admission[] {
    const taken = this.#journal;
    this.#journal = [];
    return taken;
  }
}

/** The call that delivers admissions. */
export function admitCall({ rights }: Chain, eventId: bigint, admissions: readonly Admission[]) {
  const entries = admissions.map(({ entry }) => entry);
  return rights.admit.populateTransaction(
    eventId,
    entries,
    packSignatures(admissions.map(({ signature }) => signature)),
  );
}
