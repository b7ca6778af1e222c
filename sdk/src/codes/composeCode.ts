import { fromHex, toHex } from "../core/bytes.ts";
import { findRecovery } from "../core/curves.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";
import { unpackRightId } from "../core/RightId.ts";
import { AUTHENTICATOR_DATA_LENGTH, clientDataStart, FLAGS_OFFSET } from "../statements/clientData.ts";
import { type EntryProof, entryProofDigest } from "../statements/entryProof.ts";
import { isSignedBy, signedHash } from "../statements/holderSignature.ts";
import { type SignatureParts, splitSignature } from "../statements/signatureBytes.ts";
import { type CodeProof, writeCode } from "./codeText.ts";
import { eventTag } from "./eventTag.ts";

/**
 * Composes the entry code that `entryCode` shows, from a proof and a holder's signature that was made elsewhere.
 *
 * @throws VALUE_INVALID when a code cannot carry the proof.
 * @throws SIGNING_FAILED when the holder did not sign it.
 * @throws PASSKEY_FORM_UNSUPPORTED or CODE_TOO_LONG when a passkey's answer does not fit into a code.
 * @example
 * import { composeCode, entryProofDigest, NO_CHALLENGE, type DeviceKey } from "doorkey/buyer";
 *
 * async function codeOf(key: DeviceKey, rightId: bigint) {
 *   const proof = { rightId, count: 1, holder: key.address, issuedAt: 1_800_000_000, challenge: NO_CHALLENGE };
 *   return composeCode(key.event, proof, await key.sign(entryProofDigest(key.event, proof)));
 * }
 */
export function composeCode(event: EventRef, proof: EntryProof, signature: Hex): string {
  assertEventRef(event);
  given("proof", proof);
  assertUint("issuedAt", proof.issuedAt, 32);
  const { eventId } = unpackRightId(proof.rightId);
  if (eventId !== event.eventId) {
    throw new PageError("VALUE_INVALID", {
      details: [`The right belongs to event ${eventId}, not ${event.eventId}.`],
    });
  }
  if (!Number.isInteger(proof.count) || proof.count < 1 || proof.count > 8) {
    throw new PageError("VALUE_INVALID", { details: [`count must be 1 to 8, not ${proof.count}.`] });
  }
  const digest = entryProofDigest(event, proof);
  const parts = isSignedBy(digest, signature, proof.holder) ? splitSignature(fromHex(signature)) : undefined;
  if (parts === undefined) throw new PageError("SIGNING_FAILED", { details: ["The holder did not sign this."] });

  const text = writeCode({
    status: "parsed",
    eventTag: eventTag(event),
    serial: Number(proof.rightId & 0xffffffffn),
    count: proof.count,
    issuedAt: Number(proof.issuedAt),
    challenge: proof.challenge,
    proof: shorten(parts, fromHex(digest)),
  });
  if (text === undefined) throw new PageError("CODE_TOO_LONG");
  return text;
}

function shorten(parts: SignatureParts, digest: Uint8Array): CodeProof {
  const rs = toHex(parts.rs);
  if (parts.kind === "secp256k1") return { kind: parts.kind, rs, recovery: parts.v - 27 };
  const hash = signedHash(digest, parts);
  const recovery = hash && findRecovery("p256", parts.rs, parts.publicKey, hash);
  if (recovery === undefined) throw new PageError("SIGNING_FAILED");
  if (parts.kind === "p256") return { kind: parts.kind, rs, recovery };

  const { authenticatorData, clientData } = parts;
  const start = clientDataStart(digest);
  const originEnd = clientData.indexOf('"'.charCodeAt(0), start.length);
  if (authenticatorData.length !== AUTHENTICATOR_DATA_LENGTH || originEnd < 0) {
    throw new PageError("PASSKEY_FORM_UNSUPPORTED");
  }
  return {
    kind: parts.kind,
    rs,
    recovery,
    flags: authenticatorData[FLAGS_OFFSET] as number,
    signCount: Number(toHex(authenticatorData.subarray(FLAGS_OFFSET + 1))),
    clientTail: toHex(clientData.subarray(originEnd + 1)),
  };
}
