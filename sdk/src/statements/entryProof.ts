import { assertHex } from "../core/assertHex.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccakText, keccakWords, leftAligned } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import { digestIn } from "./domain.ts";

const TYPEHASH = keccakText("EntryProof(uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge)");

/** What a holder shows at the gate. */
export type EntryProof = {
  readonly rightId: RightId;
  /** The rights [rightId, rightId + count) of one batch. */
  readonly count: number;
  readonly holder: Address;
  /** Seconds. */
  readonly issuedAt: bigint | number;
  /** 8 bytes; NO_CHALLENGE in time mode. */
  readonly challenge: Hex;
};

/**
 * What the holder signs to enter.
 *
 * @throws VALUE_INVALID when a field does not fit its type.
 * @example
 * import { entryProofDigest, NO_CHALLENGE, type DeviceKey } from "doorkey/buyer";
 *
 * async function prove(key: DeviceKey, rightId: bigint) {
 *   const proof = { rightId, count: 1, holder: key.address, issuedAt: 1_800_000_000, challenge: NO_CHALLENGE };
 *   return key.sign(entryProofDigest(key.event, proof));
 * }
 */
export function entryProofDigest(suite: SuiteRef, proof: EntryProof): Hex {
  given("proof", proof);
  assertUint("rightId", proof.rightId, 64);
  assertUint("count", proof.count, 8);
  assertHex("holder", proof.holder, 20);
  assertUint("issuedAt", proof.issuedAt, 64);
  assertHex("challenge", proof.challenge, 8);
  return digestIn(
    suite,
    keccakWords(
      TYPEHASH,
      proof.rightId,
      proof.count,
      BigInt(proof.holder),
      proof.issuedAt,
      leftAligned(proof.challenge),
    ),
  );
}
