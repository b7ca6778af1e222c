import { breathe } from "../core/breathe.ts";
import { fromHex } from "../core/bytes.ts";
import { given, named } from "../core/given.ts";
import { type Hex, isHex } from "../core/Hex.ts";
import { keccak } from "../core/keccak.ts";
import { PageError } from "../core/PageError.ts";

/** Rounds of the permutation. Fewer show a bias when there are few entries. */
const ROUNDS = 24;

/** Positions of entries have 28 bits. */
const MOST = 2 ** 28;

/**
 * The rank of an entry in a draw, as the Ballot computes it: a permutation of 0 to `count` - 1 that the seed chooses.
 * Parties of each size have an order of their own.
 *
 * @param parameters.seed The seed of the draw.
 * @param parameters.size Persons in the party, 1 to 4.
 * @param parameters.number The party's number among those of its size, from 0.
 * @param parameters.count How many parties of this size there are, at most 2^28.
 * @throws VALUE_INVALID for a value that is out of its range.
 * @example
 * import { rankIn } from "doorkey/code";
 *
 * const seed = `0x${"11".repeat(32)}` as const;
 * console.log(rankIn({ seed, size: 1, number: 0, count: 10 })); // 7
 */
export function rankIn(parameters: rankIn.Parameters): number {
  const { seed, size, number, count } = given("parameters", parameters);
  if (!isHex(seed, 32)) throw invalid("seed", "32 hex bytes", seed);
  if (!isWhole(size, 1, 4)) throw invalid("size", "a whole number, 1 to 4", size);
  if (!isWhole(count, 1, MOST)) throw invalid("count", `a whole number, 1 to ${MOST}`, count);
  if (!isWhole(number, 0, count - 1)) throw invalid("number", `a whole number, 0 to ${count - 1}`, number);
  return permute(keyOf(seed, size), number, count);
}

export declare namespace rankIn {
  type Parameters = { readonly seed: Hex; readonly size: number; readonly number: number; readonly count: number };
}

/** The ranks of all entries of a size, in the order of their numbers. The seed and the size are checked once. */
export function ranksOf(seed: Hex, size: number, count: number): Uint32Array {
  const ranks = new Uint32Array(count);
  if (count === 0) return ranks;
  const rankOf = rankerOf(seed, size, count);
  for (let number = 0; number < count; number++) ranks[number] = rankOf(number);
  return ranks;
}

/** Like ranksOf, and the event loop gets its turn in between: each rank takes about 0.2 ms. */
export async function ranksInTurns(seed: Hex, size: number, count: number): Promise<Uint32Array> {
  const ranks = new Uint32Array(count);
  if (count === 0) return ranks;
  const rankOf = rankerOf(seed, size, count);
  for (let number = 0; number < count; number++) {
    await breathe();
    ranks[number] = rankOf(number);
  }
  return ranks;
}

/** The rank of each number below `count`, which is at least 1. */
function rankerOf(seed: Hex, size: number, count: number): (number: number) => number {
  rankIn({ seed, size, number: 0, count });
  const key = keyOf(seed, size);
  return (number) => permute(key, number, count);
}

function keyOf(seed: Hex, size: number): Uint8Array {
  const text = new Uint8Array(64);
  text.set(fromHex(seed));
  text[63] = size;
  return keccak(text);
}

/**
 * An alternating Feistel network on a grid of `width` columns that has at least `count` fields. A field outside of the
 * entries is sent through again, until one inside comes out.
 */
function permute(key: Uint8Array, number: number, count: number): number {
  const width = Math.ceil(Math.sqrt(count));
  const height = Math.ceil(count / width);
  const text = new Uint8Array(64);
  text.set(key);
  let field = number;
  do {
    let column = field % width;
    let row = Math.floor(field / width);
    for (let round = 0; round < ROUNDS; round += 2) {
      column = (column + shift(text, round, row, width)) % width;
      row = (row + shift(text, round + 1, column, height)) % height;
    }
    field = row * width + column;
  } while (field >= count);
  return field;
}

/** Half of keccak256(key, round and half of the field), modulo `modulus`, which is at most 2^15. */
function shift(text: Uint8Array, round: number, half: number, modulus: number): number {
  text[55] = round;
  text[60] = half >>> 24;
  text[61] = half >>> 16;
  text[62] = half >>> 8;
  text[63] = half;
  const hash = keccak(text);
  let rest = 0;
  for (let i = 0; i < 32; i += 2)
    rest = (rest * 65_536 + (hash[i] as number) * 256 + (hash[i + 1] as number)) % (2 * modulus);
  return rest >>> 1;
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function invalid(name: string, wanted: string, value: unknown): PageError {
  return new PageError("VALUE_INVALID", { details: [`${name} must be ${wanted}, not ${named(value)}.`] });
}
