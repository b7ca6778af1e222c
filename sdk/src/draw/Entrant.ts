import { fromHex, toHex } from "../core/bytes.ts";
import { given, named } from "../core/given.ts";
import { type Hex, isHex } from "../core/Hex.ts";
import { keccakWords } from "../core/keccak.ts";
import { PageError } from "../core/PageError.ts";

/** What a draw knows its entrants by: persons by their tags, or keys of devices by their holder addresses. */
export type EntrantKind = "persons" | "holders";

/** A person, or a key, that enters a draw. */
export type Entrant = {
  /** The organizer's own name of the entry, by which companions name their leader. It never leaves the machine. */
  readonly order: string;
  /** A person tag, or the holder's address in a draw by key. */
  readonly entry: Hex;
  /** In a draw of persons, the order of the entrant who leads the party. Missing for one who leads or comes alone. */
  readonly leader?: string | undefined;
  /** In a draw by key, the places that the key wants, 1 to 4. Defaults to 1. */
  readonly places?: number | undefined;
};

/** Bytes of an entrant's key in the list. */
const KEY = 16;

/**
 * The key under which the list of a draw knows a person or a holder: the first 16 bytes of the person tag, or of
 * keccak256 of the holder's address in a word.
 *
 * @param entry A person tag of 32 bytes, or a holder's address of 20.
 * @throws VALUE_INVALID for anything else.
 * @example
 * import { entrantKey } from "doorkey/code";
 *
 * console.log(entrantKey(`0x${"ab".repeat(32)}`)); // 0x and 32 digits
 */
export function entrantKey(entry: Hex): Hex {
  if (isHex(entry, 32)) return toHex(fromHex(entry).subarray(0, KEY));
  if (isHex(entry, 20)) return toHex(keccakWords(BigInt(entry)).subarray(0, KEY));
  const details = [`An entry must be a person tag of 32 bytes or a holder of 20 bytes, not ${named(entry)}.`];
  throw new PageError("VALUE_INVALID", { details });
}

/** The class whose draw a seed is for. */
export type DrawPlace = {
  readonly chainId: number;
  /** Address of the Ballot. */
  readonly ballot: Hex;
  readonly eventId: number;
  readonly classId: number;
};

/**
 * The seed of a draw, as the Ballot computes it from the beacon's randomness.
 *
 * @param randomness sha256 of the round's signature, as drand publishes it.
 * @example
 * import { type Address, drawSeed, type Hex } from "doorkey/code";
 *
 * const seedOf = (randomness: Hex, ballot: Address) =>
 *   drawSeed(randomness, { chainId: 31337, ballot, eventId: 7, classId: 1 });
 */
export function drawSeed(randomness: Hex, place: DrawPlace): Hex {
  const { chainId, ballot, eventId, classId } = given("place", place, "ballot");
  if (!isHex(randomness, 32)) throw new PageError("VALUE_INVALID", { details: ["randomness must be 32 hex bytes."] });
  return toHex(keccakWords(fromHex(randomness), chainId, BigInt(ballot), eventId, classId));
}
