import { secp256k1 } from "@noble/curves/secp256k1.js";
import { assertHex } from "../core/assertHex.ts";
import { type Bytes, fromHex, toHex } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { joinSignature } from "../statements/signatureBytes.ts";
import type { KeyMaterial } from "./KeyStore.ts";

type Material = Extract<KeyMaterial, { kind: "secp256k1" }>;

export function makeSecp256k1(): { material: Material; publicKey: Uint8Array } {
  if (globalThis.crypto?.getRandomValues === undefined) throw new PageError("KEY_CRYPTO_MISSING");
  const secret = secp256k1.utils.randomSecretKey() as Bytes;
  return { material: { kind: "secp256k1", secret }, publicKey: secp256k1.getPublicKey(secret, false).subarray(1) };
}

export async function signWithSecp256k1({ secret }: Material, digest: Hex): Promise<Hex> {
  assertHex("digest", digest, 32);
  const signed = secp256k1.sign(fromHex(digest), secret, { prehash: false, lowS: true, format: "recovered" });
  // Recovery 2 and 3 mean that r was reduced, which happens once in 2^127. Ethereum has no v for them.
  if ((signed[0] as number) > 1) throw new PageError("SIGNING_FAILED");
  return toHex(joinSignature({ kind: "secp256k1", rs: signed.subarray(1), v: 27 + (signed[0] as number) }));
}
