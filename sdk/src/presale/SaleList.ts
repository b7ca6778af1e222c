import { assertIterable } from "../core/assertIterable.ts";
import { toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given, named } from "../core/given.ts";
import { type Hex, isHex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccakWords } from "../core/keccak.ts";
import {
  crownOf,
  entryBytes,
  growTree,
  Leaves,
  leafOf,
  MAX_LEAVES,
  NODE,
  positionOf,
  proofAt,
  rootOf,
  type SaleTree,
  sortLeaves,
} from "./SaleTree.ts";

/** What the entries of a list are: keys of holders, or person tags. */
export type SaleListKind = "holders" | "persons";

/** The class that a list is for. A proof from this list proves nothing in another class, event, suite or chain. */
export type SaleListPlace = {
  readonly event: EventRef;
  readonly classId: number;
  readonly kind: SaleListKind;
};

/** A list of those who may be granted rights during a presale. It keeps hashes of its entries, not the entries. */
export type SaleList = SaleListPlace & {
  /** Stands for the whole list: keccak256 of its crown. */
  readonly root: Hex;
  /** How many different entries it has. */
  readonly size: number;
  /** The level of the tree that the chain gets, and how many levels are below it. */
  readonly crown: { readonly levels: number; readonly nodes: Hex };
  /** Whether a holder or a person tag is in the list. */
  readonly has: (entry: Hex) => boolean;
  /** The proof of an entry; undefined if it is not in the list. */
  readonly proofOf: (entry: Hex) => Hex | undefined;
  /** The list as a file, line by line; `readSaleList` reads it back. Holders and persons cannot be read from it. */
  readonly lines: () => Generator<string, void, undefined>;
};

/**
 * Makes the list of a presale. Entries may come from a file of any length: of each it keeps 15 bytes. An entry that
 * comes twice counts once.
 *
 * @param entries Holders, or person tags from `personTag`, in hex.
 * @throws VALUE_INVALID for an entry that is not of the kind, with its number; for no entry, or more than 16,777,216.
 * @example
 * import type { Connection, Hex } from "doorkey";
 * import { merkleList, postSaleList } from "doorkey/organizer";
 *
 * async function openPresale(connection: Connection, members: AsyncIterable<Hex>, endsAt: number) {
 *   const { chainId, rightsRegistry } = connection;
 *   const list = await merkleList(members, { event: { chainId, rightsRegistry, eventId: 7 }, classId: 1, kind: "holders" });
 *   await postSaleList(connection, { list, endsAt });
 *   return [...list.lines()].join("\n"); // the file that agents need
 * }
 */
export async function merkleList(entries: Iterable<Hex> | AsyncIterable<Hex>, place: SaleListPlace): Promise<SaleList> {
  const domain = domainOf(place);
  assertIterable("entries", entries);
  const leaves = new Leaves();
  for await (const entry of entries) {
    assertEntry(place.kind, entry, leaves.count + 1);
    assertRoom(leaves.count);
    leaves.add(leafOf(domain, entryBytes(entry)));
  }
  if (leaves.count === 0) throw new DoorkeyError("VALUE_INVALID", { details: ["A list needs at least one entry."] });
  return listOver(place, sortLeaves(leaves.all()));
}

/** The list over leaves in ascending order. */
export function listOver(place: SaleListPlace, leaves: Uint8Array): SaleList {
  const domain = domainOf(place);
  const tree = growTree(leaves);
  const find = (entry: Hex) => positionOf(tree, leafOf(domain, entryBytes(entry)));
  const crown = crownOf(tree);
  return {
    ...place,
    root: rootOf(tree),
    size: tree.size,
    crown,
    has: (entry) => find(entry) !== undefined,
    proofOf: (entry) => {
      const position = find(entry);
      return position === undefined ? undefined : toHex(proofAt(tree, position));
    },
    lines: () => linesOf(place, tree),
  };
}

/** The first bytes of every leaf of a class. */
function domainOf(place: SaleListPlace): Uint8Array {
  const { event, classId, kind } = given("place", place, "event");
  assertEventRef(event);
  assertUint("classId", classId, 8);
  if (kind !== "holders" && kind !== "persons") {
    throw new DoorkeyError("VALUE_INVALID", { details: [`kind must be holders or persons, not ${named(kind)}.`] });
  }
  return keccakWords(event.chainId, BigInt(event.rightsRegistry), event.eventId, classId);
}

function assertEntry(kind: SaleListKind, entry: unknown, number: number): asserts entry is Hex {
  const size = kind === "holders" ? 20 : 32;
  if (isHex(entry, size) && BigInt(entry) !== 0n) return;
  const wanted = kind === "holders" ? "the address of a holder, 20 hex bytes" : "a person tag, 32 hex bytes";
  throw new DoorkeyError("VALUE_INVALID", { details: [`Entry ${number} must be ${wanted}, not ${named(entry)}.`] });
}

/** Throws VALUE_INVALID if a list of `count` leaves can take no other. */
export function assertRoom(count: number): void {
  if (count < MAX_LEAVES) return;
  throw new DoorkeyError("VALUE_INVALID", { details: [`A list has at most ${MAX_LEAVES} entries.`] });
}

/** The first line of a file says what follows: one leaf a line. */
export const FORMAT = "doorkey sale list 1";

function* linesOf({ event, classId, kind }: SaleListPlace, tree: SaleTree): Generator<string, void, undefined> {
  yield JSON.stringify({ format: FORMAT, event, classId, kind, size: tree.size, root: rootOf(tree) });
  const [leaves = new Uint8Array()] = tree.levels;
  for (let i = 0; i < tree.size; i++) yield toHex(leaves.subarray(NODE * i, NODE * (i + 1))).slice(2);
}

/** Proofs of entries one after the other, as the hook reads them. Who is not listed gets one that proves nothing. */
export function packProofs(list: SaleList, entries: readonly Hex[]): Hex {
  const nothing: Hex = `0x${"00".repeat(3 + NODE * list.crown.levels)}`;
  return `0x${entries.map((entry) => (list.proofOf(entry) ?? nothing).slice(2)).join("")}`;
}
