import { p256 } from "@noble/curves/nist.js";
import { assertHex } from "../core/assertHex.ts";
import { type Bytes, equalBytes, fromHex, toHex } from "../core/bytes.ts";
import { recoverKey, toLowS } from "../core/curves.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { clientDataStart, FLAGS_OFFSET, passkeyHash, saysVerified } from "../statements/clientData.ts";
import { holderAddress } from "../statements/holderAddress.ts";
import { joinSignature, splitSignature } from "../statements/signatureBytes.ts";
import { attestedKey } from "./attestedKey.ts";
import type { KeyMaterial } from "./KeyStore.ts";
import { passkeyErrorOf } from "./passkeyErrors.ts";

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

export async function makePasskey(names: PasskeyNames = {}): Promise<{ material: Material; publicKey: Bytes }> {
  assertPasskeys();
  const rpId = names.rpId ?? location.hostname;
  const userName = names.userName ?? "Ticket";
  const creation: CredentialCreationOptions = {
    publicKey: {
      rp: { id: rpId, name: names.rpName ?? rpId },
      user: { id: random(32), name: userName, displayName: userName },
      challenge: random(32),
      pubKeyCredParams: [{ type: "public-key", alg: ES256 }],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  };
  return asked(
    (credentials) => credentials.create(creation),
    ({ rawId, response }) => {
      const { attestationObject } = response as AuthenticatorAttestationResponse;
      const publicKey = attestedKey(new Uint8Array(attestationObject));
      if (publicKey === undefined) {
        throw new PageError("PASSKEY_FORM_UNSUPPORTED", { details: ["Its attestation holds no key on P-256."] });
      }
      return { material: { kind: "passkey", credentialId: new Uint8Array(rawId), rpId, publicKey }, publicKey };
    },
  );
}

export async function signWithPasskey({ credentialId, rpId, publicKey }: Material, digest: Hex): Promise<Hex> {
  assertHex("digest", digest, 32);
  const { rs, authenticatorData, clientData } = await assertion(rpId, fromHex(digest), credentialId);
  const signature = joinSignature({ kind: "passkey", rs, publicKey, authenticatorData, clientData });
  if (splitSignature(signature) === undefined) {
    throw new PageError("PASSKEY_FORM_UNSUPPORTED", { details: ["Its answer is too long for the chain."] });
  }
  return toHex(signature);
}

/**
 * Finds a passkey that is still on the device after this site's storage was cleared. An assertion does not contain the
 * public key, but only two keys fit its signature. This function takes the one whose address is the holder's.
 */
export async function findPasskey(
  isHolder: (address: Address) => boolean | Promise<boolean>,
  domain?: string,
): Promise<Material> {
  assertPasskeys();
  const rpId = domain ?? location.hostname;
  const challenge = random(32);
  const { rs, authenticatorData, clientData, credentialId } = await assertion(rpId, challenge);
  const hash = passkeyHash(authenticatorData, clientData);
  for (const recovery of [0, 1, 2, 3]) {
    const key = recoverKey("p256", rs, recovery, hash);
    if (key === undefined || !(await isHolder(holderAddress("passkey", toHex(key))))) continue;
    return { kind: "passkey", credentialId, rpId, publicKey: key.slice() };
  }
  throw new PageError("PASSKEY_UNKNOWN");
}

async function assertion(rpId: string, challenge: Bytes, credentialId?: Bytes) {
  assertPasskeys();
  const request: CredentialRequestOptions = {
    publicKey: {
      rpId,
      challenge,
      userVerification: "required",
      ...(credentialId && { allowCredentials: [{ type: "public-key", id: credentialId }] }),
    },
  };
  return asked(
    (credentials) => credentials.get(request),
    ({ rawId, response }) => {
      const { authenticatorData, clientDataJSON, signature } = response as AuthenticatorAssertionResponse;
      const data = new Uint8Array(authenticatorData);
      const clientData = new Uint8Array(clientDataJSON);
      if (!saysVerified(data[FLAGS_OFFSET] ?? 0)) throw new PageError("PASSKEY_UNVERIFIED");
      const start = clientDataStart(challenge);
      if (!equalBytes(clientData.subarray(0, start.length), start)) {
        throw new PageError("PASSKEY_FORM_UNSUPPORTED", {
          details: ["Its client data does not start as WebAuthn requires."],
        });
      }
      return { rs: compact(signature), authenticatorData: data, clientData, credentialId: new Uint8Array(rawId) };
    },
  );
}

/** WebAuthn signs in DER, and with s in either half. */
function compact(der: ArrayBuffer): Uint8Array {
  try {
    return toLowS("p256", p256.Signature.fromBytes(new Uint8Array(der), "der").toBytes("compact"));
  } catch {
    throw new PageError("SIGNING_FAILED", { details: ["The passkey's signature is not DER."] });
  }
}

/** Asks the browser, or an extension in its place, and reads the answer. All that either throws gets a code. */
async function asked<T>(
  ask: (credentials: CredentialsContainer) => Promise<Credential | null>,
  read: (credential: PublicKeyCredential) => T,
): Promise<T> {
  try {
    const credential = await ask(navigator.credentials);
    if (credential === null) throw new PageError("PASSKEY_CANCELLED");
    return read(credential as PublicKeyCredential);
  } catch (error) {
    throw passkeyErrorOf(error);
  }
}

function assertPasskeys(): void {
  if (globalThis.isSecureContext === false) throw new PageError("KEY_CRYPTO_MISSING");
  if (globalThis.PublicKeyCredential === undefined) throw new PageError("PASSKEY_MISSING");
}

function random(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}
