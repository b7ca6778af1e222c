import { concat, hex, type Kind, keccak, utf8, ZERO_ADDRESS } from "./keys.ts";

export type SignatureVector = {
  name: string;
  kind: Kind;
  digest: string;
  signature: string;
  holder: string;
  why: string;
};

export const DIGEST = keccak(utf8("Doorkey vectors: a digest"));

/** Makes a vector; without a holder the signature is invalid. */
export const vector = (
  kind: Kind,
  name: string,
  signature: Uint8Array,
  why: string,
  { holder = ZERO_ADDRESS, digest = DIGEST } = {},
): SignatureVector => ({ name, kind, digest: hex(digest), signature: hex(signature), holder, why });

export const cut = (data: Uint8Array) => data.slice(0, -1);
export const extended = (data: Uint8Array) => concat(data, Uint8Array.of(0));
export const withKind = (kind: number, data: Uint8Array) => concat(Uint8Array.of(kind), data.slice(1));
