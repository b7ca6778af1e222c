import { concat, toHex } from "../core/bytes.ts";
import { assertSuite, type SuiteRef } from "../core/EventRef.ts";
import type { Hex } from "../core/Hex.ts";
import { keccak, keccakText, keccakWords } from "../core/keccak.ts";

const DOMAIN_TYPEHASH = keccakText(
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
);
const NAME_HASH = keccakText("Doorkey");
const VERSION_HASH = keccakText("1");
const PREFIX = new Uint8Array([0x19, 0x01]);

/** The EIP-712 digest that a holder signs for a statement with this struct hash, in the suite's domain. */
export function digestIn(suite: SuiteRef, structHash: Uint8Array): Hex {
  assertSuite(suite);
  const separator = keccakWords(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, suite.chainId, BigInt(suite.rightsRegistry));
  return toHex(keccak(concat(PREFIX, separator, structHash)));
}
