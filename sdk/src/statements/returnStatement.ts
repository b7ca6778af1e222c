import { assertHex } from "../core/assertHex.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccakText, keccakWords } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import { digestIn } from "./domain.ts";

const TYPEHASH = keccakText("Return(uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt)");

/** A holder's statement that returns the rights [rightId, rightId + count). */
export type ReturnStatement = {
  readonly rightId: RightId;
  readonly count: number;
  readonly holder: Address;
  /** How often each of these rights has changed its holder. */
  readonly rebinds: number;
  /** Seconds. */
  readonly expiresAt: bigint | number;
};

/**
 * What the holder signs to return rights. Anyone may deliver the signature.
 *
 * @throws VALUE_INVALID when a field does not fit its type.
 * @example
 * import { returnDigest, type DeviceKey } from "doorkey/buyer";
 *
 * async function giveBack(key: DeviceKey, rightId: bigint) {
 *   const wish = { rightId, count: 1, holder: key.address, rebinds: 0, expiresAt: 1_800_000_000 };
 *   return key.sign(returnDigest(key.event, wish));
 * }
 */
export function returnDigest(suite: SuiteRef, wish: ReturnStatement): Hex {
  given("wish", wish);
  assertUint("rightId", wish.rightId, 64);
  assertUint("count", wish.count, 8);
  assertHex("holder", wish.holder, 20);
  assertUint("rebinds", wish.rebinds, 8);
  assertUint("expiresAt", wish.expiresAt, 64);
  return digestIn(
    suite,
    keccakWords(TYPEHASH, wish.rightId, wish.count, BigInt(wish.holder), wish.rebinds, wish.expiresAt),
  );
}
