import type { Bytes } from "../core/bytes.ts";
import { EVENT_REF, type EventRef } from "../core/EventRef.ts";
import type { Address } from "../core/Hex.ts";
import { bytes, fields, hexOf, literal, oneOf, type Shape, shapeOf, text, variants, whole } from "../core/shape.ts";
import type { KeyKind } from "../statements/holderAddress.ts";

/** The public description of a key. */
export type KeyDescription = {
  readonly address: Address;
  readonly kind: KeyKind;
  readonly event: EventRef;
  /** Milliseconds. */
  readonly createdAt: number;
};

/** A key as a store keeps it. The material makes its signatures: it is secret, and never logged. */
export type KeyRecord = KeyDescription & { readonly material: KeyMaterial };

/** What makes a key's signatures. For a P-256 key and a passkey it is only a handle. */
export type KeyMaterial =
  | { readonly kind: "secp256k1"; readonly secret: Bytes }
  | { readonly kind: "p256"; readonly privateKey: CryptoKey; readonly publicKey: Bytes }
  | { readonly kind: "passkey"; readonly credentialId: Bytes; readonly rpId: string; readonly publicKey: Bytes };

const cryptoKey: Shape<CryptoKey> = shapeOf("a CryptoKey", (value) => value instanceof CryptoKey);

export const KEY_RECORD: Shape<KeyRecord> = fields({
  address: hexOf(20),
  kind: oneOf("secp256k1", "p256", "passkey"),
  event: EVENT_REF,
  createdAt: whole(0),
  material: variants("kind", {
    secp256k1: fields({ kind: literal("secp256k1"), secret: bytes }),
    p256: fields({ kind: literal("p256"), privateKey: cryptoKey, publicKey: bytes }),
    passkey: fields({ kind: literal("passkey"), credentialId: bytes, rpId: text, publicKey: bytes }),
  }),
});

/** All that a store can read, and how many rows it skipped because it could not read them. */
export type StoredKeys = { readonly records: readonly KeyRecord[]; readonly unreadable: number };

/** Keeps keys, one record for each address. Addresses come checksummed. */
export type KeyStore = {
  /** Reads one row. Throws KEY_DAMAGED when the row is there but cannot be read. */
  get(address: Address): Promise<KeyRecord | undefined>;
  put(record: KeyRecord): Promise<void>;
  list(): Promise<StoredKeys>;
  remove(address: Address): Promise<void>;
};
