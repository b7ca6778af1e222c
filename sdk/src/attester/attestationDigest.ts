import { concat, fromHex, toHex } from "../core/bytes.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { keccak, keccakText, keccakWords } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import { type IdentityScope, scopeHash } from "./IdentityScope.ts";

const TYPEHASH = keccakText(
  "IdentityAttestation(bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt)",
);
const DOMAIN_TYPEHASH = keccakText(
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
);
const NAME_HASH = keccakText("Doorkey Identity");
const VERSION_HASH = keccakText("1");
const PREFIX = new Uint8Array([0x19, 0x01]);

/** What an attester signs: that a person stands behind a key. Times are in seconds. */
export type Attestation = {
  readonly scope: IdentityScope;
  readonly personTag: Hex;
  readonly holder: Address;
  readonly agentId: number;
  /** 0 for a grant by that agent, else the right that is rebound or named. */
  readonly rightId: RightId;
  readonly issuedAt: bigint;
  readonly expiresAt: bigint;
};

/** The EIP-712 digest that an attester of the suite's identity verifier signs. */
export function attestationDigest(attestation: Attestation): Hex {
  const { scope, personTag, holder, agentId, rightId, issuedAt, expiresAt } = given("attestation", attestation);
  const separator = keccakWords(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, scope.chainId, BigInt(scope.verifier));
  const struct = keccakWords(
    TYPEHASH,
    fromHex(scopeHash(scope)),
    fromHex(personTag),
    BigInt(holder),
    agentId,
    rightId,
    issuedAt,
    expiresAt,
  );
  return toHex(keccak(concat(PREFIX, separator, struct)));
}
