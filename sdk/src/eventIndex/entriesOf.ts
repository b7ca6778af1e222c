import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { type Entry, unpackEntry } from "../core/Entry.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { RightId } from "../core/RightId.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { type DeliveredEntry, deliveredIn } from "./admitCalls.ts";
import type { IndexedAdmission, IndexState } from "./IndexState.ts";
import { indexedRight } from "./indexedRight.ts";
import { eventIn, requireFound } from "./lookUp.ts";

/** Transactions that are read at the same time. */
const WIDTH = 32;

/** An entry that a gate delivered with a valid proof, and the chain's decision on it. */
export type DeliveredProof = {
  /** `already` and `contested`: the right was admitted before, by a proof or by hand. */
  readonly status: "admitted" | "already" | "contested";
  /** The rights that it admitted, or that were admitted before. */
  readonly rights: readonly RightId[];
  readonly entry: Entry;
  readonly gate: Address;
  /** The holder of the entry's first right, who signed it. */
  readonly holder: Address;
  /** From calldata; undefined if the gate's call cannot be read, such as a call through a contract account. */
  readonly signature: Hex | undefined;
  readonly transactionHash: Hex;
  readonly blockNumber: number;
};

/**
 * All entries that the gates of an event delivered with a valid proof, in the order of the chain, each with the proof.
 * An auditor who doubts an entry need not trust chain, gate or index; see `isProven`.
 *
 * @throws INDEX_INCOMPLETE when the index has no such event; CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { entriesOf, isProven, type IndexState } from "doorkey/event-index";
 *
 * async function doubtful(connection: Connection, state: IndexState, eventId: number) {
 *   const entries = await entriesOf(connection, { state, eventId });
 *   return entries.filter((entry) => !isProven(connection, entry));
 * }
 */
export async function entriesOf(connection: Connection, parameters: entriesOf.Parameters): Promise<DeliveredProof[]> {
  const { state, eventId } = checked(connection, parameters, ["state", "eventId"]);
  const { provider } = connection;
  const admissions = eventIn(state, eventId).admissions.filter(hasEntry);
  const hashes = [...new Set(admissions.map(({ transactionHash }) => transactionHash))];
  const transactions = await mapBounded(hashes, WIDTH, (hash) => askChain(() => provider.getTransaction(hash)));
  const delivered = new Map(
    transactions.map((transaction, i) => [hashes[i], transaction === null ? [] : deliveredIn(connection, transaction)]),
  );
  return admissions.map((admission) =>
    proofOf(connection, state, admission, delivered.get(admission.transactionHash) ?? []),
  );
}

export declare namespace entriesOf {
  type Parameters = { readonly state: IndexState; readonly eventId: number };
}

/**
 * Whether the holder of an entry signed it. Checks only the entry, the signature, and the suite that it is for.
 *
 * @example
 * import type { Connection } from "doorkey";
 * import { isProven, type DeliveredProof } from "doorkey/event-index";
 *
 * const isGood = (connection: Connection, entry: DeliveredProof) => isProven(connection, entry);
 */
export function isProven(suite: SuiteRef, proof: Pick<DeliveredProof, "entry" | "holder" | "signature">): boolean {
  const { entry, holder, signature } = given("proof", proof);
  given("entry", entry);
  const { rightId, count, issuedAt, challenge } = entry;
  const digest = entryProofDigest(suite, { rightId, count, holder, issuedAt, challenge });
  return signature !== undefined && isSignedBy(digest, signature, holder);
}

type WithEntry = Extract<IndexedAdmission, { readonly entry: bigint }>;

function hasEntry(admission: IndexedAdmission): admission is WithEntry {
  return "entry" in admission;
}

function proofOf(
  connection: Connection,
  state: IndexState,
  { status, rights, entry: word, gate, transactionHash, blockNumber }: WithEntry,
  delivered: readonly DeliveredEntry[],
): DeliveredProof {
  const entry = unpackEntry(word);
  // Holders do not change from doors open on.
  const { holder } = requireFound(indexedRight(state, entry), `right ${entry.rightId}`);
  // A transaction may deliver one entry more than once, and one of them with a bad signature.
  const candidates = delivered.filter((one) => one.entry === word && sameAddress(one.gate, gate));
  const proven = candidates.find(({ signature }) => isProven(connection, { entry, holder, signature }));
  const { signature } = proven ?? {};
  return { status, rights, entry, gate, holder, signature, transactionHash, blockNumber };
}
