import { sha256 } from "@noble/hashes/sha2.js";
import { assertHex } from "../core/assertHex.ts";
import { equalBytes, fromHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import { isSignature, recoverKey } from "../core/curves.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { clientDataStart, FLAGS_OFFSET, passkeyHash, saysVerified } from "./clientData.ts";
import { holderBytes } from "./holderAddress.ts";
import { type SignatureParts, splitSignature } from "./signatureBytes.ts";

/**
 * Recovers the holder from a signature in the form that the chain takes. The answer is bit for bit that of the
 * contracts' HolderSignatures: an address, or undefined for bytes that no key signed.
 *
 * @throws VALUE_INVALID when `digest` is not 32 bytes or `signature` is not hex.
 * @example
 * import { recoverHolder, returnDigest, type Hex, type SuiteRef, type ReturnStatement } from "doorkey/buyer";
 *
 * const signerOf = (suite: SuiteRef, wish: ReturnStatement, signature: Hex) =>
 *   recoverHolder(returnDigest(suite, wish), signature);
 */
export function recoverHolder(digest: Hex, signature: Hex): Address | undefined {
  assertHex("digest", digest, 32);
  assertHex("signature", signature);
  const parts = splitSignature(fromHex(signature));
  const holder = parts && holderOf(fromHex(digest), parts);
  return holder && checksummed(holder);
}

/**
 * Whether the key of `holder` signed the digest.
 *
 * @throws VALUE_INVALID when `digest` is not 32 bytes, or `signature` or `holder` is not hex.
 * @example
 * import { entryProofDigest, isSignedBy, type EntryProof, type Hex, type SuiteRef } from "doorkey/buyer";
 *
 * const holds = (suite: SuiteRef, proof: EntryProof, signature: Hex) =>
 *   isSignedBy(entryProofDigest(suite, proof), signature, proof.holder);
 */
export function isSignedBy(digest: Hex, signature: Hex, holder: string): boolean {
  assertHex("holder", holder, 20);
  const signer = recoverHolder(digest, signature);
  return signer !== undefined && sameAddress(signer, holder);
}

function holderOf(digest: Uint8Array, parts: SignatureParts): Uint8Array | undefined {
  if (parts.kind === "secp256k1") {
    if (parts.v !== 27 && parts.v !== 28) return undefined;
    const publicKey = recoverKey("secp256k1", parts.rs, parts.v - 27, digest);
    return publicKey && holderBytes("secp256k1", publicKey);
  }
  const hash = signedHash(digest, parts);
  if (hash === undefined || !isSignature("p256", parts.rs, parts.publicKey, hash)) return undefined;
  return holderBytes(parts.kind, parts.publicKey);
}

/** The hash that the key signed for a digest; undefined if a passkey's data does not answer the digest. */
export function signedHash(digest: Uint8Array, parts: SignatureParts): Uint8Array | undefined {
  switch (parts.kind) {
    case "secp256k1":
      return digest;
    case "p256":
      return sha256(digest);
    case "passkey": {
      const start = clientDataStart(digest);
      if (!saysVerified(parts.authenticatorData[FLAGS_OFFSET] as number)) return undefined;
      if (!equalBytes(parts.clientData.subarray(0, start.length), start)) return undefined;
      return passkeyHash(parts.authenticatorData, parts.clientData);
    }
  }
}
