import { assertHex } from "../core/assertHex.ts";
import { bigEndian, concat, fromHex, toHex } from "../core/bytes.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccakText, keccakWords } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import { digestIn } from "./domain.ts";

const TYPEHASH = keccakText("Rebind(uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt)");

/** A holder's consent to rebind a right to another key. Valid for one rebind, because `rebinds` counts them. */
export type RebindStatement = {
  readonly rightId: RightId;
  readonly holder: Address;
  readonly newHolder: Address;
  /** How often the right has changed its holder. */
  readonly rebinds: number;
  /** Seconds. */
  readonly expiresAt: bigint | number;
};

/**
 * What the old key signs so that the issuing agent may rebind a right without evidence of a person.
 *
 * @throws VALUE_INVALID when a field does not fit its type.
 * @example
 * import { packConsent, rebindDigest, type DeviceKey } from "doorkey/buyer";
 *
 * async function consent(old: DeviceKey, next: DeviceKey, rightId: bigint) {
 *   const rebind = { rightId, holder: old.address, newHolder: next.address, rebinds: 0, expiresAt: 1_800_000_000 };
 *   return packConsent(rebind, await old.sign(rebindDigest(old.event, rebind))); // the `proof` of rebind
 * }
 */
export function rebindDigest(suite: SuiteRef, rebind: RebindStatement): Hex {
  given("rebind", rebind);
  assertUint("rightId", rebind.rightId, 64);
  assertHex("holder", rebind.holder, 20);
  assertHex("newHolder", rebind.newHolder, 20);
  assertUint("rebinds", rebind.rebinds, 8);
  assertUint("expiresAt", rebind.expiresAt, 64);
  return digestIn(
    suite,
    keccakWords(
      TYPEHASH,
      rebind.rightId,
      BigInt(rebind.holder),
      BigInt(rebind.newHolder),
      rebind.rebinds,
      rebind.expiresAt,
    ),
  );
}

/**
 * A consent as the chain's `rebind` takes it: `expiresAt 8 bytes ‖ signature`.
 *
 * @throws VALUE_INVALID when `expiresAt` or `signature` does not fit its type.
 * @example
 * import { packConsent, rebindDigest, type DeviceKey, type RebindStatement } from "doorkey/buyer";
 *
 * const proofOf = async (old: DeviceKey, rebind: RebindStatement) =>
 *   packConsent(rebind, await old.sign(rebindDigest(old.event, rebind)));
 */
export function packConsent(rebind: Pick<RebindStatement, "expiresAt">, signature: Hex): Hex {
  const { expiresAt } = given("rebind", rebind);
  assertUint("expiresAt", expiresAt, 64);
  assertHex("signature", signature);
  return toHex(concat(bigEndian(expiresAt, 8), fromHex(signature)));
}
