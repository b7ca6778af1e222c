import { assertHex } from "../core/assertHex.ts";
import { fromHex } from "../core/bytes.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { keccakText, keccakWords } from "../core/keccak.ts";
import { digestIn } from "./domain.ts";

const TYPEHASH = keccakText(
  "PurchaseClaim(uint32 eventId,uint8 classId,uint32 agentId,bytes32 purchaseKey,uint8 quantity,address holder,uint64 expiresAt)",
);

/** Proof that a device has its key, bound to one order of one seller. The seller checks it; the chain does not. */
export type PurchaseClaim = {
  readonly eventId: number;
  readonly classId: number;
  readonly agentId: number;
  /** 32 bytes that stand for the order. */
  readonly purchaseKey: Hex;
  readonly quantity: number;
  readonly holder: Address;
  /** Seconds. */
  readonly expiresAt: bigint | number;
};

/**
 * What the buyer's device signs to claim an order. `signClaim` does the whole step.
 *
 * @throws VALUE_INVALID when a field does not fit its type.
 * @example
 * import { isSignedBy, purchaseClaimDigest, type Hex, type PurchaseClaim, type SuiteRef } from "doorkey/buyer";
 *
 * const proves = (suite: SuiteRef, claim: PurchaseClaim, signature: Hex) =>
 *   isSignedBy(purchaseClaimDigest(suite, claim), signature, claim.holder);
 */
export function purchaseClaimDigest(suite: SuiteRef, claim: PurchaseClaim): Hex {
  given("claim", claim);
  assertUint("eventId", claim.eventId, 32);
  assertUint("classId", claim.classId, 8);
  assertUint("agentId", claim.agentId, 32);
  assertHex("purchaseKey", claim.purchaseKey, 32);
  assertUint("quantity", claim.quantity, 8);
  assertHex("holder", claim.holder, 20);
  assertUint("expiresAt", claim.expiresAt, 64);
  return digestIn(
    suite,
    keccakWords(
      TYPEHASH,
      claim.eventId,
      claim.classId,
      claim.agentId,
      fromHex(claim.purchaseKey),
      claim.quantity,
      BigInt(claim.holder),
      claim.expiresAt,
    ),
  );
}
