import { type Bytes, concat } from "../core/bytes.ts";
import { isPublicKey } from "../core/curves.ts";
import { readCbor } from "./cbor.ts";

/** Longer than any attestation with its certificates. */
const MAX_LENGTH = 65_536;

const ATTESTED = 0x40;
const FLAGS = 32;
const ID_LENGTH = 53;
const ID = 55;

/** Labels and values of a COSE key (RFC 9053) on P-256, for ES256. */
const COSE = { kty: [1, 2], alg: [3, -7], crv: [-1, 1], x: -2, y: -3 } as const;

/**
 * The public key `x ‖ y` of a new passkey, out of its attestationObject. Every browser and every extension has that
 * one; some extensions lack getPublicKey. Undefined for bytes that hold no key on P-256.
 */
export function attestedKey(attestationObject: Uint8Array): Bytes | undefined {
  if (attestationObject.length > MAX_LENGTH) return undefined;
  const attestation = readCbor(attestationObject);
  if (!(attestation?.value instanceof Map) || attestation.size !== attestationObject.length) return undefined;
  const data: unknown = attestation.value.get("authData");
  // rpIdHash 32 ‖ flags 1 ‖ signCount 4 ‖ AAGUID 16 ‖ length 2 ‖ credential id ‖ COSE key ‖ extensions
  if (!(data instanceof Uint8Array) || data.length < ID || ((data[FLAGS] as number) & ATTESTED) === 0) return undefined;
  const idLength = ((data[ID_LENGTH] as number) << 8) | (data[ID_LENGTH + 1] as number);
  const key = readCbor(data.subarray(ID + idLength))?.value;
  if (!(key instanceof Map)) return undefined;
  const [x, y]: unknown[] = [key.get(COSE.x), key.get(COSE.y)];
  const isEs256 = [COSE.kty, COSE.alg, COSE.crv].every(([label, wanted]) => key.get(label) === wanted);
  if (!isEs256 || !(x instanceof Uint8Array && x.length === 32 && y instanceof Uint8Array && y.length === 32)) {
    return undefined;
  }
  const publicKey = concat(x, y);
  return isPublicKey("p256", publicKey) ? publicKey : undefined;
}
