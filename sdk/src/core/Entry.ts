import { assertHex } from "./assertHex.ts";
import { bigEndian, toHex } from "./bytes.ts";
import { given } from "./given.ts";
import type { Hex } from "./Hex.ts";
import { assertBigint, assertUint } from "./integers.ts";
import type { RightId } from "./RightId.ts";

/** What a gate let in: what the holder signed, and when and where the gate scanned it. Times are in seconds. */
export type Entry = {
  readonly rightId: RightId;
  /** The rights [rightId, rightId + count) of one batch. */
  readonly count: number;
  /** As the holder signed it, up to 2^64 - 1. No clock has checked it. */
  readonly issuedAt: bigint;
  /** 8 bytes; all zero in time mode. */
  readonly challenge: Hex;
  readonly scannedAt: number;
  readonly lane: number;
};

/**
 * The challenge of time mode.
 *
 * @example
 * import { NO_CHALLENGE, unpackEntry } from "doorkey";
 *
 * const isTimeMode = (word: bigint) => unpackEntry(word).challenge === NO_CHALLENGE;
 */
export const NO_CHALLENGE: Hex = "0x0000000000000000";

/**
 * Packs an entry into the one word that the chain takes: `rightId 64 | count 8 | issuedAt 64 | challenge 64 |
 * scannedAt 40 | lane 16`, most significant first.
 *
 * @throws VALUE_INVALID when a part does not fit.
 * @example
 * import { NO_CHALLENGE, packEntry } from "doorkey";
 *
 * const word = packEntry({
 *   rightId: 30064771075n, count: 1, issuedAt: 1_800_000_000, challenge: NO_CHALLENGE, scannedAt: 1_800_000_004, lane: 3,
 * });
 */
export function packEntry(entry: packEntry.Parameters): bigint {
  given("entry", entry);
  assertBigint("rightId", entry.rightId, 64);
  assertUint("count", entry.count, 8);
  assertUint("issuedAt", entry.issuedAt, 64);
  assertHex("challenge", entry.challenge, 8);
  assertUint("scannedAt", entry.scannedAt, 40);
  assertUint("lane", entry.lane, 16);
  return (
    (entry.rightId << 192n) |
    (BigInt(entry.count) << 184n) |
    (BigInt(entry.issuedAt) << 120n) |
    (BigInt(entry.challenge) << 56n) |
    (BigInt(entry.scannedAt) << 16n) |
    BigInt(entry.lane)
  );
}

export declare namespace packEntry {
  type Parameters = Omit<Entry, "issuedAt"> & { readonly issuedAt: bigint | number };
}

/**
 * Splits an entry word into its parts.
 *
 * @throws VALUE_INVALID when it is not below 2^256.
 * @example
 * import { unpackEntry } from "doorkey";
 *
 * const laneOf = (word: bigint) => unpackEntry(word).lane;
 */
export function unpackEntry(word: bigint): Entry {
  assertBigint("entry", word, 256);
  const part = (shift: bigint, bits: number) => (word >> shift) & ((1n << BigInt(bits)) - 1n);
  return {
    rightId: part(192n, 64),
    count: Number(part(184n, 8)),
    issuedAt: part(120n, 64),
    challenge: toHex(bigEndian(part(56n, 64), 8)),
    scannedAt: Number(part(16n, 40)),
    lane: Number(part(0n, 16)),
  };
}
