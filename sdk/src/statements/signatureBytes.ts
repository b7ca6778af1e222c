import { bigEndian, concat } from "../core/bytes.ts";
import { AUTHENTICATOR_DATA_LENGTH } from "./clientData.ts";

/** The parts of a holder's signature; `rs` is `r ‖ s`, `publicKey` is `x ‖ y`. */
export type SignatureParts =
  | { readonly kind: "secp256k1"; readonly rs: Uint8Array; readonly v: number }
  | { readonly kind: "p256"; readonly rs: Uint8Array; readonly publicKey: Uint8Array }
  | {
      readonly kind: "passkey";
      readonly rs: Uint8Array;
      readonly publicKey: Uint8Array;
      readonly authenticatorData: Uint8Array;
      readonly clientData: Uint8Array;
    };

const MAX_LENGTH = 512;

/** The bytes that the chain takes, in the form that HolderSignatures describes. */
export function joinSignature(parts: SignatureParts): Uint8Array {
  switch (parts.kind) {
    case "secp256k1":
      return concat(new Uint8Array([0]), parts.rs, new Uint8Array([parts.v]));
    case "p256":
      return concat(new Uint8Array([1]), parts.rs, parts.publicKey);
    case "passkey":
      return concat(
        new Uint8Array([2]),
        parts.rs,
        parts.publicKey,
        bigEndian(parts.authenticatorData.length, 2),
        parts.authenticatorData,
        bigEndian(parts.clientData.length, 2),
        parts.clientData,
      );
  }
}

/** Splits a signature of a known form and length; does not check its values. Undefined for any other bytes. */
export function splitSignature(bytes: Uint8Array): SignatureParts | undefined {
  const rs = bytes.subarray(1, 65);
  if (bytes.length === 66 && bytes[0] === 0) return { kind: "secp256k1", rs, v: bytes[65] as number };
  const publicKey = bytes.subarray(65, 129);
  if (bytes.length === 129 && bytes[0] === 1) return { kind: "p256", rs, publicKey };
  if (bytes[0] !== 2 || bytes.length < 133 + AUTHENTICATOR_DATA_LENGTH || bytes.length > MAX_LENGTH) return undefined;
  const clientStart = 133 + uint16(bytes, 129);
  if (clientStart < 133 + AUTHENTICATOR_DATA_LENGTH || clientStart > bytes.length) return undefined;
  if (clientStart + uint16(bytes, clientStart - 2) !== bytes.length) return undefined;
  return {
    kind: "passkey",
    rs,
    publicKey,
    authenticatorData: bytes.subarray(131, clientStart - 2),
    clientData: bytes.subarray(clientStart),
  };
}

function uint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}
