import { sha256 } from "@noble/hashes/sha2.js";
import type { CodeProof, EntryCode } from "../codes/codeText.ts";
import { bigEndian, concat, fromHex, toHex, utf8 } from "../core/bytes.ts";
import { recoverKey } from "../core/curves.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import { clientDataStart } from "../statements/clientData.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { holderBytes } from "../statements/holderAddress.ts";
import { signedHash } from "../statements/holderSignature.ts";
import { joinSignature, type SignatureParts, splitSignature } from "../statements/signatureBytes.ts";
import type { CheckedSite } from "./passkeySites.ts";

/** A code's proof in the chain's form, and for a passkey the site where it was made. */
export type Proof = { readonly signature: Hex; readonly site: CheckedSite | undefined };

/** A code's proof, if `holder` signed it. The signature restores what the code left out. */
export function proofOf(code: EntryCode, { suite, rightId, holder, sites }: proofOf.Parameters): Proof | undefined {
  const { count, issuedAt, challenge, proof } = code;
  const digest = fromHex(entryProofDigest(suite, { rightId, count, holder, issuedAt, challenge }));
  if (proof.kind !== "passkey") {
    const signature = signatureOf(proof, digest, holder, restore(proof));
    return signature && { signature, site: undefined };
  }
  for (const site of sites) {
    const signature = signatureOf(proof, digest, holder, restorePasskey(proof, digest, site));
    if (signature !== undefined) return { signature, site };
  }
  return undefined;
}

export declare namespace proofOf {
  type Parameters = {
    readonly suite: SuiteRef;
    readonly rightId: RightId;
    readonly holder: Address;
    readonly sites: readonly CheckedSite[];
  };
}

function signatureOf(proof: CodeProof, digest: Uint8Array, holder: Address, parts: SignatureParts): Hex | undefined {
  const hash = signedHash(digest, parts);
  if (hash === undefined) return undefined;
  const curve = parts.kind === "secp256k1" ? "secp256k1" : "p256";
  const publicKey = recoverKey(curve, parts.rs, proof.recovery, hash);
  if (publicKey === undefined || !sameAddress(toHex(holderBytes(parts.kind, publicKey)), holder)) return undefined;
  const signature = joinSignature(parts.kind === "secp256k1" ? parts : { ...parts, publicKey });
  // A client tail or origin can make it longer than the chain takes.
  return splitSignature(signature) && toHex(signature);
}

type PasskeyProof = Extract<CodeProof, { kind: "passkey" }>;

function restore(proof: Exclude<CodeProof, PasskeyProof>): SignatureParts {
  const rs = fromHex(proof.rs);
  if (proof.kind === "secp256k1") return { kind: proof.kind, rs, v: 27 + proof.recovery };
  return { kind: proof.kind, rs, publicKey: new Uint8Array(64) };
}

function restorePasskey(proof: PasskeyProof, digest: Uint8Array, { origin, rpId }: CheckedSite): SignatureParts {
  return {
    kind: proof.kind,
    rs: fromHex(proof.rs),
    publicKey: new Uint8Array(64),
    authenticatorData: concat(sha256(utf8(rpId)), new Uint8Array([proof.flags]), bigEndian(proof.signCount, 4)),
    clientData: concat(clientDataStart(digest), utf8(`${origin}"`), fromHex(proof.clientTail)),
  };
}
