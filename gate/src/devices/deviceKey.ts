import { createPublicKey, type KeyObject, verify } from "node:crypto";

const RAW_BYTES = 65;

/** A public key from base64url of 65 raw bytes. Undefined if they are no point of P-256. */
export function parseDeviceKey(publicKey: string): KeyObject | undefined {
  const raw = Buffer.from(publicKey, "base64url");
  // Base64url has several texts for the same bytes, and a key must have one id.
  if (raw.length !== RAW_BYTES || raw[0] !== 4 || raw.toString("base64url") !== publicKey) return undefined;
  const x = raw.subarray(1, 33).toString("base64url");
  const y = raw.subarray(33).toString("base64url");
  try {
    return createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
  } catch {
    return undefined;
  }
}

/** What a device signs with a new key to join. */
export const joinText = (token: string): string => `doorkey-gate join ${token}`;

/** Whether a device signed a text. The signature is base64url of r and s, 64 bytes. */
export function isSignedByDevice(publicKey: string, text: string, signature: string): boolean {
  const key = parseDeviceKey(publicKey);
  if (key === undefined) return false;
  const bytes = Buffer.from(signature, "base64url");
  return verify("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }, bytes);
}
