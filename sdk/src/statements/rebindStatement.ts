import { bigEndian, concat, fromHex, toHex } from "../internal/bytes.ts";
import { keccakText, keccakWords } from "../internal/keccak.ts";
import type { Registry } from "../values/EventRef.ts";
import { type Address, assertHex, type Hex } from "../values/Hex.ts";
import { assertUint } from "../values/integers.ts";
import type { RightId } from "../values/RightId.ts";
import { digestIn } from "./domain.ts";

const TYPEHASH = keccakText("Rebind(uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt)");

/** A holder's consent to bind a right to another key. Good for one move: `rebinds` counts them. */
export type RebindStatement = {
  readonly rightId: RightId;
  readonly holder: Address;
  readonly newHolder: Address;
  /** How often the right changed holder so far. */
  readonly rebinds: number;
  /** Seconds. */
  readonly expiresAt: bigint | number;
};

/**
 * What the old key signs so that the issuing agent may move an untagged right.
 *
 * @throws VALUE_INVALID when a field does not fit its type.
 * @example
 * import { packConsent, rebindDigest, type DeviceKey } from "doorkey/buyer";
 *
 * async function consent(old: DeviceKey, next: DeviceKey, rightId: bigint) {
 *   const move = { rightId, holder: old.address, newHolder: next.address, rebinds: 0, expiresAt: 1_800_000_000 };
 *   return packConsent(move, await old.sign(rebindDigest(old.event, move))); // the `proof` of rebind
 * }
 */
export function rebindDigest(registry: Registry, move: RebindStatement): Hex {
  assertUint("rightId", move.rightId, 64);
  assertHex("holder", move.holder, 20);
  assertHex("newHolder", move.newHolder, 20);
  assertUint("rebinds", move.rebinds, 8);
  assertUint("expiresAt", move.expiresAt, 64);
  return digestIn(
    registry,
    keccakWords(TYPEHASH, move.rightId, BigInt(move.holder), BigInt(move.newHolder), move.rebinds, move.expiresAt),
  );
}

/**
 * A consent as the chain's `rebind` takes it: `expiresAt 8 bytes ‖ signature`.
 *
 * @throws VALUE_INVALID when it is not what it must be.
 * @example
 * import { packConsent, rebindDigest, type DeviceKey, type RebindStatement } from "doorkey/buyer";
 *
 * const proofOf = async (old: DeviceKey, move: RebindStatement) =>
 *   packConsent(move, await old.sign(rebindDigest(old.event, move)));
 */
export function packConsent({ expiresAt }: Pick<RebindStatement, "expiresAt">, signature: Hex): Hex {
  assertUint("expiresAt", expiresAt, 64);
  assertHex("signature", signature);
  return toHex(concat(bigEndian(expiresAt, 8), fromHex(signature)));
}
