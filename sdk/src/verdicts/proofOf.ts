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
import type { Policy } from "./Policy.ts";

/** A code's proof in the chain's form, if `holder` signed it. The signature restores what the code left out. */
export function proofOf(code: EntryCode, { suite, rightId, holder, passkey }: proofOf.Parameters): Hex | undefined {
  const { count, issuedAt, challenge } = code;
  const digest = fromHex(entryProofDigest(suite, { rightId, count, holder, issuedAt, challenge }));
  const parts = restore(code.proof, digest, passkey);
  const hash = parts && signedHash(digest, parts);
  if (parts === undefined || hash === undefined) return undefined;

  const curve = parts.kind === "secp256k1" ? "secp256k1" : "p256";
  const publicKey = recoverKey(curve, parts.rs, code.proof.recovery, hash);
  if (publicKey === undefined || !sameAddress(toHex(holderBytes(parts.kind, publicKey)), holder)) return undefined;
  const signature = joinSignature(parts.kind === "secp256k1" ? parts : { ...parts, publicKey });
  // A client tail or origin can make it longer than the chain takes.
  return splitSignature(signature) && toHex(signature);
}

export declare namespace proofOf {
  type Parameters = {
    readonly suite: SuiteRef;
    readonly rightId: RightId;
    readonly holder: Address;
    readonly passkey: Policy["passkey"];
  };
}

function restore(proof: CodeProof, digest: Uint8Array, passkey: Policy["passkey"]): SignatureParts | undefined {
  const rs = fromHex(proof.rs);
  if (proof.kind === "secp256k1") return { kind: proof.kind, rs, v: 27 + proof.recovery };
  const publicKey = new Uint8Array(64);
  if (proof.kind === "p256") return { kind: proof.kind, rs, publicKey };
  return (
    passkey && {
      kind: proof.kind,
      rs,
      publicKey,
      authenticatorData: concat(
        sha256(utf8(passkey.rpId)),
        new Uint8Array([proof.flags]),
        bigEndian(proof.signCount, 4),
      ),
      clientData: concat(clientDataStart(digest), utf8(`${passkey.origin}"`), fromHex(proof.clientTail)),
    }
  );
}
