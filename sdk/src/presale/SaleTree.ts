import { fromHex, toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { keccak } from "../core/keccak.ts";

/** Bytes of a node: the first of its hash. See SaleTree of the contracts. */
export const NODE = 15;

/** Positions have 24 bits. */
export const MAX_LEAVES = 2 ** 24;

/** Levels below a crown, unless it would be too wide. With fewer, it would cost more than the shorter proofs save. */
const LEVELS_BELOW = 5;
/** Nodes of a crown that fit into one contract. */
const MAX_CROWN = 1_638;

/** A hash tree over leaves in ascending order. Level 0 has the leaves, padded with 0; the last is the crown. */
export type SaleTree = {
  readonly size: number;
  readonly levels: readonly Uint8Array[];
};

/** The tree over leaves, one after the other, in ascending order. */
export function growTree(leaves: Uint8Array): SaleTree {
  const size = leaves.length / NODE;
  const below = levelsBelow(size);
  const bottom = new Uint8Array(widthAt(size, below) * 2 ** below * NODE);
  bottom.set(leaves);
  const levels = [bottom];
  for (let children = bottom; levels.length <= below; ) {
    const level = new Uint8Array(children.length / 2);
    for (let i = 0; i < level.length; i += NODE) {
      level.set(keccak(children.subarray(2 * i, 2 * (i + NODE))).subarray(0, NODE), i);
    }
    levels.push(level);
    children = level;
  }
  return { size, levels };
}

/** How many levels the tree of a list has below its crown. */
function levelsBelow(size: number): number {
  let levels = 0;
  while (widthAt(size, levels) > (levels < LEVELS_BELOW ? 1 : MAX_CROWN)) levels++;
  return levels;
}

/** How many nodes a level needs for so many leaves. */
function widthAt(size: number, level: number): number {
  return Math.ceil(size / 2 ** level);
}

/** The nodes of the crown, and how many levels are below it. */
export function crownOf({ levels }: SaleTree): { readonly levels: number; readonly nodes: Hex } {
  return { levels: levels.length - 1, nodes: toHex(levels.at(-1) ?? new Uint8Array()) };
}

export function rootOf({ levels }: SaleTree): Hex {
  return toHex(keccak(levels.at(-1) ?? new Uint8Array()));
}

/** The leaf of an entry of 32 bytes. */
export function leafOf(domain: Uint8Array, entry: Uint8Array): Uint8Array {
  const text = new Uint8Array(64);
  text.set(domain);
  text.set(entry, 32);
  return keccak(text).subarray(0, NODE);
}

/** Where a leaf is; undefined if it is not in the tree. */
export function positionOf({ size, levels: [leaves] }: SaleTree, leaf: Uint8Array): number | undefined {
  if (leaves === undefined) return undefined;
  let [from, to] = [0, size];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const order = compareNodes(leaves, middle * NODE, leaf, 0);
    if (order === 0) return middle;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return undefined;
}

/** The proof of the leaf at a position, up to the crown. */
export function proofAt({ levels }: SaleTree, position: number): Uint8Array {
  const below = levels.length - 1;
  const proof = new Uint8Array(3 + below * NODE);
  proof.set([position >>> 16, (position >>> 8) & 0xff, position & 0xff]);
  for (const [level, nodes] of levels.slice(0, below).entries()) {
    const sibling = ((position >>> level) ^ 1) * NODE;
    proof.set(nodes.subarray(sibling, sibling + NODE), 3 + level * NODE);
  }
  return proof;
}

/** Leaves in ascending order, each once. */
export function sortLeaves(leaves: Uint8Array): Uint8Array {
  const view = new DataView(leaves.buffer, leaves.byteOffset, leaves.byteLength);
  const order = new Uint32Array(leaves.length / NODE).map((_, i) => i * NODE);
  order.sort((a, b) => view.getUint32(a) - view.getUint32(b) || compareNodes(leaves, a, leaves, b));
  const sorted = new Uint8Array(leaves.length);
  let end = 0;
  for (const start of order) {
    if (end > 0 && compareNodes(sorted, end - NODE, leaves, start) === 0) continue;
    sorted.set(leaves.subarray(start, start + NODE), end);
    end += NODE;
  }
  return sorted.subarray(0, end);
}

/** Less than 0 if the node at `i` of `a` comes before that at `j` of `b`. */
export function compareNodes(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  for (let byte = 0; byte < NODE; byte++) {
    const difference = (a[i + byte] ?? 0) - (b[j + byte] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Bytes of nodes that come one by one. */
export class Leaves {
  #bytes = new Uint8Array(1_024 * NODE);
  #length = 0;

  get count(): number {
    return this.#length / NODE;
  }

  add(leaf: Uint8Array): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(leaf, this.#length);
    this.#length += NODE;
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** An entry of a list as 32 bytes: a holder is a number. */
export function entryBytes(entry: Hex): Uint8Array {
  const bytes = fromHex(entry);
  if (bytes.length > 32) throw new DoorkeyError("VALUE_INVALID", { details: ["An entry has at most 32 bytes."] });
  const word = new Uint8Array(32);
  word.set(bytes, 32 - bytes.length);
  return word;
}
