/** Signed statements and packed values: the EIP-712 domains and types, ids, entries and records. */

import {
  AbiCoder,
  concat,
  dataLength,
  keccak256,
  type Signer,
  type TypedDataDomain,
  TypedDataEncoder,
  type TypedDataField,
  toBeHex,
} from "ethers";
import type { HolderKey } from "./keys.ts";

/* DOMAINS AND TYPES */

const STATEMENT_TYPES = {
  EntryProof: fields("uint64 rightId,uint8 count,address holder,uint64 issuedAt,bytes8 challenge"),
  Return: fields("uint64 rightId,uint8 count,address holder,uint8 rebinds,uint64 expiresAt"),
  Rebind: fields("uint64 rightId,address holder,address newHolder,uint8 rebinds,uint64 expiresAt"),
  PurchaseClaim: fields(
    "uint32 eventId,uint8 classId,uint32 agentId,bytes32 purchaseKey,uint8 quantity,address holder,uint64 expiresAt",
  ),
};

export const FORWARD_REQUEST_TYPES = {
  ForwardRequest: fields(
    "address from,address to,uint256 gas,uint256 nonce,uint48 deadline,address relayer,bytes data",
  ),
};

const IDENTITY_TYPES = {
  IdentityAttestation: fields(
    "bytes32 scope,bytes32 personTag,address holder,uint32 agentId,uint64 rightId,uint64 issuedAt,uint64 expiresAt",
  ),
};

export function statementDomain(chainId: bigint, entryRightRegistry: string): TypedDataDomain {
  return { name: "Doorkey", version: "1", chainId, verifyingContract: entryRightRegistry };
}

export function forwarderDomain(chainId: bigint, forwarder: string): TypedDataDomain {
  return { name: "Doorkey Forwarder", version: "1", chainId, verifyingContract: forwarder };
}

export function identityDomain(chainId: bigint, verifier: string): TypedDataDomain {
  return { name: "Doorkey Identity", version: "1", chainId, verifyingContract: verifier };
}

function statementDigest(
  domain: TypedDataDomain,
  primaryType: keyof typeof STATEMENT_TYPES,
  value: Readonly<Record<string, unknown>>,
): string {
  return TypedDataEncoder.hash(domain, { [primaryType]: STATEMENT_TYPES[primaryType] }, value);
}

function fields(list: string): TypedDataField[] {
  return list.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { name, type };
  });
}

/* HOLDERS */

/** Time mode has no challenge. */
const NO_CHALLENGE = "0x0000000000000000";

export type EntryFields = {
  readonly rightId: bigint;
  readonly count?: number;
  readonly issuedAt: number | bigint;
  readonly challenge?: string;
  /** Defaults to the time of issue. */
  readonly scannedAt?: number | bigint;
  readonly lane?: number;
};

/** The one word of an entry. */
export function packEntry({
  rightId,
  count = 1,
  issuedAt,
  challenge = NO_CHALLENGE,
  scannedAt = issuedAt,
  lane = 0,
}: EntryFields): bigint {
  return (
    (rightId << 192n) |
    (BigInt(count) << 184n) |
    (BigInt(issuedAt) << 120n) |
    (BigInt(challenge) << 56n) |
    (BigInt(scannedAt) << 16n) |
    BigInt(lane)
  );
}

/** A holder's proof for an entry. */
export function signEntry(domain: TypedDataDomain, key: HolderKey, entry: EntryFields): string {
  const { rightId, count = 1, issuedAt, challenge = NO_CHALLENGE } = entry;
  return key.sign(statementDigest(domain, "EntryProof", { rightId, count, holder: key.address, issuedAt, challenge }));
}

/** Signatures as `admit` takes them, each after its length. */
export function packSignatures(signatures: readonly string[]): string {
  return concat(signatures.flatMap((signature) => [toBeHex(dataLength(signature), 2), signature]));
}

/** A holder's signed return, ready for `returnRights`. */
export function signReturn(
  domain: TypedDataDomain,
  key: HolderKey,
  wish: { rightId: bigint; count?: number; rebinds?: number; expiresAt: number | bigint },
) {
  const { rightId, count = 1, rebinds = 0, expiresAt } = wish;
  const value = { rightId, count, holder: key.address, rebinds, expiresAt };
  return { rightId, count, rebinds, expiresAt, signature: key.sign(statementDigest(domain, "Return", value)) };
}

/** A holder's consent to another key, as `rebind` takes it: `expiresAt ‖ signature`. */
export function signRebind(
  domain: TypedDataDomain,
  key: HolderKey,
  rebind: { rightId: bigint; newHolder: string; rebinds?: number; expiresAt: number | bigint },
): string {
  const { rightId, newHolder, rebinds = 0, expiresAt } = rebind;
  const value = { rightId, holder: key.address, newHolder, rebinds, expiresAt };
  return concat([toBeHex(expiresAt, 8), key.sign(statementDigest(domain, "Rebind", value))]);
}

/* RIGHTS AND RECORDS */

export function packRightId(eventId: bigint | number, batch: bigint | number, index: bigint | number): bigint {
  return (BigInt(eventId) << 32n) | (BigInt(batch) << 11n) | BigInt(index);
}

export type Grantee = { readonly holder: string; readonly seat?: number };

/** Records as `grant` takes them: holder 20 bytes, and the seat in 3 if it has one. */
export function packRecords(grantees: readonly Grantee[]): string {
  return concat(grantees.flatMap(({ holder, seat }) => (seat === undefined ? [holder] : [holder, toBeHex(seat, 3)])));
}

/* IDENTITY */

export type Attestation = {
  readonly scope: string;
  readonly personTag: string;
  readonly holder: string;
  readonly agentId: bigint | number;
  /** 0 for a grant. */
  readonly rightId?: bigint;
  readonly issuedAt: bigint | number;
  readonly expiresAt: bigint | number;
};

/** Evidence for AttesterIdentityVerifier. */
export async function attest(domain: TypedDataDomain, attester: Signer, attestation: Attestation): Promise<string> {
  const value = { rightId: 0n, ...attestation };
  const signature = await attester.signTypedData(domain, IDENTITY_TYPES, value);
  return AbiCoder.defaultAbiCoder().encode(
    ["bytes32", "uint64", "uint64", "bytes"],
    [value.personTag, value.issuedAt, value.expiresAt, signature],
  );
}

/** The scope of attestations: see IAttesterIdentityVerifier. */
export function scopeOf(chainId: bigint, entryRightRegistry: string, scopeEvent: bigint | number): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(["uint256", "address", "uint32"], [chainId, entryRightRegistry, scopeEvent]),
  );
}

/* REQUESTS */

export type ForwardRequest = {
  readonly from: string;
  readonly to: string;
  readonly gas: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
  readonly relayer: string;
  readonly data: string;
};

export type SignedRequest = { readonly request: ForwardRequest; readonly signature: string };

/** A team's call, signed for the forwarder. `from` defaults to the signer. */
export async function signRequest(
  domain: TypedDataDomain,
  signer: Signer,
  request: Omit<ForwardRequest, "from"> & { readonly from?: string },
): Promise<SignedRequest> {
  const whole = { from: await signer.getAddress(), ...request };
  return { request: whole, signature: await signer.signTypedData(domain, FORWARD_REQUEST_TYPES, whole) };
}
