import { assertHex } from "../core/assertHex.ts";
import { type Bytes, fromHex, toHex } from "../core/bytes.ts";
import { toLowS } from "../core/curves.ts";
import type { Hex } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { joinSignature } from "../statements/signatureBytes.ts";
import type { KeyMaterial } from "./KeyStore.ts";

type Material = Extract<KeyMaterial, { kind: "p256" }>;

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
// WebCrypto hashes what it signs, so the chain checks sha256(digest).
const ALGORITHM = { name: "ECDSA", hash: "SHA-256" } as const;

export async function makeP256(): Promise<{ material: Material; publicKey: Bytes }> {
  const subtle = webCrypto();
  try {
    const pair = await subtle.generateKey(CURVE, false, ["sign", "verify"]);
    const point = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
    const publicKey = point.slice(1);
    return { material: { kind: "p256", privateKey: pair.privateKey, publicKey }, publicKey };
  } catch (error) {
    throw new PageError("KEY_P256_MISSING", { cause: error });
  }
}

export async function signWithP256({ privateKey, publicKey }: Material, digest: Hex): Promise<Hex> {
  assertHex("digest", digest, 32);
  const signed = await webCrypto().sign(ALGORITHM, privateKey, fromHex(digest));
  return toHex(joinSignature({ kind: "p256", rs: toLowS("p256", new Uint8Array(signed)), publicKey }));
}

function webCrypto(): SubtleCrypto {
  // Browsers hide it from pages served without https.
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) throw new PageError("KEY_CRYPTO_MISSING");
  return subtle;
}
