import { AbiCoder, type Signer } from "ethers";
import { askChain } from "../chain/fromNode.ts";
import { assertHex } from "../core/assertHex.ts";
import { assertEventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import type { RightId } from "../core/RightId.ts";
import { type IdentityScope, scopeHash } from "./IdentityScope.ts";

const TYPES = {
  IdentityAttestation: [
    { name: "scope", type: "bytes32" },
    { name: "personTag", type: "bytes32" },
    { name: "holder", type: "address" },
    { name: "agentId", type: "uint32" },
    { name: "rightId", type: "uint64" },
    { name: "issuedAt", type: "uint64" },
    { name: "expiresAt", type: "uint64" },
  ],
};

/**
 * Seconds from issue to expiry. Until evidence expires, the same agent can use it again, so it lives only as long as an
 * agent that sells at once needs to bring it to the chain.
 */
const LIFETIME = 3_600;

/**
 * Attests that a person stands behind a key: makes evidence for grants, `rebindRight` and `nameRight`. Without
 * `rightId`, it is for a grant by that agent; with it, for the rebind or naming of that right only. The same agent can
 * use it again until it expires, so let it expire within hours.
 *
 * @param parameters.issuedAt Seconds. Defaults to now. A grant accepts it up to 300 seconds ahead of the chain's clock,
 * a rebind or naming not at all.
 * @param parameters.expiresAt Seconds. Defaults to one hour after `issuedAt`.
 * @param signer The attester's key, which the verifier must trust; see `setAttester`.
 * @throws VALUE_INVALID for an invalid field; SIGNATURE_DECLINED.
 * @example
 * import type { Signer } from "ethers";
 * import type { Address, Hex } from "doorkey";
 * import { attestPerson, type IdentityScope } from "doorkey/attester";
 *
 * const forGrant = (scope: IdentityScope, personTag: Hex, holder: Address, attester: Signer) =>
 *   attestPerson({ scope, personTag, holder, agentId: 3 }, attester);
 */
export async function attestPerson(attestation: attestPerson.Parameters, signer: Signer): Promise<Hex> {
  given("attestation", attestation);
  given("signer", signer, "signTypedData");
  const { scope, personTag, holder, agentId, rightId = 0n } = attestation;
  const { issuedAt = Math.floor(Date.now() / 1000), expiresAt = issuedAt + LIFETIME } = attestation;
  assertEventRef(scope);
  assertHex("scope.verifier", scope.verifier, 20);
  assertHex("personTag", personTag, 32);
  assertHex("holder", holder, 20);
  assertUint("agentId", agentId, 32);
  assertUint("rightId", rightId, 64);
  assertUint("issuedAt", issuedAt, 64);
  assertUint("expiresAt", expiresAt, 64);
  const domain = {
    name: "Doorkey Identity",
    version: "1",
    chainId: scope.chainId,
    verifyingContract: scope.verifier.toLowerCase(),
  };
  const message = {
    scope: scopeHash(scope),
    personTag,
    holder: holder.toLowerCase(),
    agentId,
    rightId,
    issuedAt,
    expiresAt,
  };
  const signature = await askChain(() => signer.signTypedData(domain, TYPES, message));
  const fields = ["bytes32", "uint64", "uint64", "bytes"];
  return AbiCoder.defaultAbiCoder().encode(fields, [personTag, issuedAt, expiresAt, signature]) as Hex;
}

export declare namespace attestPerson {
  type Parameters = {
    readonly scope: IdentityScope;
    readonly personTag: Hex;
    readonly holder: string;
    readonly agentId: number;
    readonly rightId?: RightId | undefined;
    readonly issuedAt?: number | undefined;
    readonly expiresAt?: number | undefined;
  };
}
