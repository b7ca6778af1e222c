import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bigEndian, fromHex, toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { type Hex, isHex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { parseJson } from "../core/parseJson.ts";
import { fields, matching, type Shape, whole } from "../core/shape.ts";
import type { BeaconNetwork } from "./BeaconNetwork.ts";

/** A round as drand serves it. */
export type BeaconRound = {
  readonly round: number;
  /** A compressed point of G1: 48 bytes in hex without `0x`. */
  readonly signature: string;
};

/** A round whose signature is the beacon's. */
export type CheckedRound = {
  readonly round: number;
  /** The signature as DrandBeacon takes it: x and y, 96 bytes. */
  readonly signature: Hex;
  /** sha256 of the compressed signature, as drand publishes it. */
  readonly randomness: Hex;
};

const ROUND: Shape<BeaconRound> = fields({
  round: whole(1),
  signature: matching(/^(0x)?[0-9a-f]{96}$/i, "a signature of 48 bytes in hex"),
});

/**
 * Reads a round as a server of drand writes it: JSON with `round` and `signature`.
 *
 * @param source Name of the file or server, for the mistakes.
 * @throws BEACON_ROUND_INVALID with what is wrong.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { parseRound } from "doorkey/ballot";
 *
 * const round = parseRound(await readFile("round.json", "utf8"), "round.json");
 */
export function parseRound(text: string, source: string): BeaconRound {
  const { round, signature } = parseJson("BEACON_ROUND_INVALID", ROUND, text, source);
  return { round, signature: signature.replace(/^0x/i, "").toLowerCase() };
}

/**
 * Checks that a beacon signed a round. What it returns is what DrandBeacon takes and stores.
 *
 * @throws BEACON_ROUND_INVALID for a signature of another round or another chain, and for bytes that are none.
 * @example
 * import { type BeaconRound, checkRound, QUICKNET } from "doorkey/ballot";
 *
 * const randomnessOf = (round: BeaconRound) => checkRound(QUICKNET, round).randomness;
 */
export function checkRound(network: BeaconNetwork, beaconRound: BeaconRound): CheckedRound {
  const { publicKey } = given("network", network);
  const { round, signature } = given("beaconRound", beaconRound);
  assertUint("round", round, 53);
  if (!isHex(publicKey, 96)) throw invalid("The beacon's public key must be 96 hex bytes.");
  if (!isHex(`0x${signature}`, 48)) throw invalid("The signature must be 48 bytes in hex.");
  const compressed = fromHex(`0x${signature}`);
  const { G1, G2, shortSignatures } = bls12_381;
  try {
    const point = G1.Point.fromBytes(compressed);
    const message = shortSignatures.hash(sha256(bigEndian(round, 8)));
    if (shortSignatures.verify(point, message, G2.Point.fromBytes(fromHex(publicKey)))) {
      return { round, signature: toHex(point.toBytes(false)), randomness: toHex(sha256(compressed)) };
    }
  } catch (cause) {
    throw invalid(`Round ${round} has bytes that are no signature.`, cause);
  }
  throw invalid(`The signature does not fit round ${round} of this beacon: it is of another round or another chain.`);
}

/**
 * Signs a round with the secret key of a beacon, for local chains. An owner of the key knows the outcome of every draw
 * ahead.
 *
 * @param secretKey 32 bytes.
 * @example
 * import { signRound } from "doorkey/ballot";
 *
 * const round = signRound(crypto.getRandomValues(new Uint8Array(32)).fill(1, 0, 1), 1);
 */
export function signRound(secretKey: Uint8Array, round: number): BeaconRound {
  assertUint("round", round, 53);
  if (!(secretKey instanceof Uint8Array) || secretKey.length !== 32) {
    throw new DoorkeyError("VALUE_INVALID", { details: ["secretKey must be 32 bytes."] });
  }
  const { shortSignatures } = bls12_381;
  const message = shortSignatures.hash(sha256(bigEndian(round, 8)));
  return { round, signature: toHex(shortSignatures.sign(message, secretKey).toBytes(true)).slice(2) };
}

/** A public key of 192 bytes, x.c1 ‖ x.c0 ‖ y.c1 ‖ y.c0, in the compressed form that drand publishes. */
export function compressKey(key: Uint8Array): Hex {
  return toHex(bls12_381.G2.Point.fromBytes(key).toBytes(true));
}

/** The same key in the form of 192 bytes, as the constructor of DrandBeacon takes it. */
export function uncompressKey(publicKey: Hex): Hex {
  return toHex(bls12_381.G2.Point.fromBytes(fromHex(publicKey)).toBytes(false));
}

function invalid(detail: string, cause?: unknown): DoorkeyError {
  return new DoorkeyError("BEACON_ROUND_INVALID", { cause, details: [detail] });
}
