/** P-256 signatures of the platform's WebCrypto. They are random, so they are made only once and kept. */
import { p256 } from "@noble/curves/nist.js";
import { bytes, hex, keccak, maxS, utf8 } from "./keys.ts";

export type WebCryptoSample = { digest: string; x: string; y: string; signature: string };

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Signatures of fresh keys: `pairs` with a low s, and as many with a high one. */
export async function webCryptoSamples(pairs: number): Promise<WebCryptoSample[]> {
  const low: WebCryptoSample[] = [];
  const high: WebCryptoSample[] = [];
  for (let i = 0; low.length < pairs || high.length < pairs; i++) {
    const sample = await signedByFreshKey(keccak(utf8(`Doorkey vectors: WebCrypto ${i}`)));
    const s = BigInt(`0x${sample.signature.slice(66)}`);
    (s > maxS(p256) ? high : low).push(sample);
  }
  return low.slice(0, pairs).flatMap((sample, i) => [sample, high[i] as WebCryptoSample]);
}

async function signedByFreshKey(digest: Uint8Array): Promise<WebCryptoSample> {
  const key = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", key.publicKey);
  const signature = await crypto.subtle.sign(ALGORITHM, key.privateKey, digest.slice());
  const coordinate = (text?: string) => hex(Buffer.from(text as string, "base64url"));
  return { digest: hex(digest), x: coordinate(x), y: coordinate(y), signature: hex(new Uint8Array(signature)) };
}

/** Whether WebCrypto accepts a sample. */
export async function isGoodForWebCrypto({ digest, x, y, signature }: WebCryptoSample): Promise<boolean> {
  const coordinate = (text: string) => Buffer.from(bytes(text)).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x: coordinate(x), y: coordinate(y) };
  const key = await crypto.subtle.importKey("jwk", jwk, ALGORITHM, false, ["verify"]);
  return crypto.subtle.verify(ALGORITHM, key, bytes(signature).slice(), bytes(digest).slice());
}
