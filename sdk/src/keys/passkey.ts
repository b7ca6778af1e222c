import { p256 } from "@noble/curves/nist.js";
import { assertHex } from "../core/assertHex.ts";
import { type Bytes, equalBytes, fromHex, toHex } from "../core/bytes.ts";
import { recoverKey, toLowS } from "../core/curves.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { clientDataStart, FLAGS_OFFSET, passkeyHash, saysVerified } from "../statements/clientData.ts";
import { holderAddress } from "../statements/holderAddress.ts";
import { joinSignature, splitSignature } from "../statements/signatureBytes.ts";
import type { KeyMaterial } from "./KeyStore.ts";

type Material = Extract<KeyMaterial, { kind: "passkey" }>;

/** How a new passkey is shown to its owner. */
export type PasskeyNames = {
  /** Domain that the passkey belongs to. Defaults to this page's domain. */
  readonly rpId?: string;
  /** Name of the site that asks, such as the venue. */
  readonly rpName?: string;
  /** Purpose of the passkey, such as the show and its date. */
  readonly userName?: string;
};

const ES256 = -7;
const SPKI_LENGTH = 91;

export async function makePasskey(names: PasskeyNames = {}): Promise<{ material: Material; publicKey: Bytes }> {
  const credentials = container();
  const rpId = names.rpId ?? location.hostname;
  const userName = names.userName ?? "Ticket";
  const credential = await asked(
    credentials.create({
      publicKey: {
        rp: { id: rpId, name: names.rpName ?? rpId },
        user: { id: random(32), name: userName, displayName: userName },
        challenge: random(32),
        pubKeyCredParams: [{ type: "public-key", alg: ES256 }],
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none",
      },
    }),
  );
  const response = credential.response as AuthenticatorAttestationResponse;
  const spki = new Uint8Array(response.getPublicKey() ?? []);
  if (response.getPublicKeyAlgorithm() !== ES256 || spki.length !== SPKI_LENGTH) {
    throw new DoorkeyError("PASSKEY_FORM_UNSUPPORTED", { details: ["Its key is not on P-256."] });
  }
  const publicKey = spki.slice(SPKI_LENGTH - 64);
  return { material: { kind: "passkey", credentialId: new Uint8Array(credential.rawId), rpId, publicKey }, publicKey };
}

export async function signWithPasskey({ credentialId, rpId, publicKey }: Material, digest: Hex): Promise<Hex> {
  assertHex("digest", digest, 32);
  const { rs, authenticatorData, clientData } = await assertion(rpId, fromHex(digest), credentialId);
  const signature = joinSignature({ kind: "passkey", rs, publicKey, authenticatorData, clientData });
  if (splitSignature(signature) === undefined) {
    throw new DoorkeyError("PASSKEY_FORM_UNSUPPORTED", { details: ["Its answer is too long for the chain."] });
  }
  return toHex(signature);
}

/**
 * Finds a passkey that is still on the device after this site's storage was cleared. An assertion does not contain the
 * public key, but only two keys fit its signature. This function takes the one with the holder's address.
 */
export async function findPasskey(holder: Address, rpId = location.hostname): Promise<Material> {
  const challenge = random(32);
  const { rs, authenticatorData, clientData, credentialId } = await assertion(rpId, challenge);
  const hash = passkeyHash(authenticatorData, clientData);
  const publicKey = [0, 1, 2, 3]
    .map((recovery) => recoverKey("p256", rs, recovery, hash))
    .find((key) => key !== undefined && sameAddress(holderAddress("passkey", toHex(key)), holder));
  if (publicKey === undefined) throw new DoorkeyError("PASSKEY_UNKNOWN");
  return { kind: "passkey", credentialId, rpId, publicKey: publicKey.slice() };
}

async function assertion(rpId: string, challenge: Bytes, credentialId?: Bytes) {
  const credential = await asked(
    container().get({
      publicKey: {
        rpId,
        challenge,
        userVerification: "required",
        ...(credentialId && { allowCredentials: [{ type: "public-key", id: credentialId }] }),
      },
    }),
  );
  const response = credential.response as AuthenticatorAssertionResponse;
  const authenticatorData = new Uint8Array(response.authenticatorData);
  const clientData = new Uint8Array(response.clientDataJSON);
  if (!saysVerified(authenticatorData[FLAGS_OFFSET] ?? 0)) throw new DoorkeyError("PASSKEY_UNVERIFIED");
  const start = clientDataStart(challenge);
  if (!equalBytes(clientData.subarray(0, start.length), start)) {
    throw new DoorkeyError("PASSKEY_FORM_UNSUPPORTED", {
      details: ["Its client data does not start as WebAuthn requires."],
    });
  }
  return {
    rs: compact(response.signature),
    authenticatorData,
    clientData,
    credentialId: new Uint8Array(credential.rawId),
  };
}

/** WebAuthn signs in DER, and with s in either half. */
function compact(der: ArrayBuffer): Uint8Array {
  try {
    return toLowS("p256", p256.Signature.fromBytes(new Uint8Array(der), "der").toBytes("compact"));
  } catch {
    throw new DoorkeyError("SIGNING_FAILED", { details: ["The passkey's signature is not DER."] });
  }
}

async function asked(answer: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await answer;
    if (credential === null) throw new DoorkeyError("PASSKEY_CANCELLED");
    return credential as PublicKeyCredential;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    // A page in the background and an owner who cancels get the same NotAllowedError.
    if (!document.hasFocus()) throw new DoorkeyError("KEY_NO_FOCUS", { cause: error });
    throw new DoorkeyError(error.name === "NotAllowedError" ? "PASSKEY_CANCELLED" : "PASSKEY_MISSING", {
      cause: error,
    });
  }
}

function container(): CredentialsContainer {
  if (globalThis.isSecureContext === false) throw new DoorkeyError("KEY_CRYPTO_MISSING");
  if (globalThis.PublicKeyCredential === undefined) throw new DoorkeyError("PASSKEY_MISSING");
  return navigator.credentials;
}

function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}
