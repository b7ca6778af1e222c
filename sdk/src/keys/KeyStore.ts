import type { Bytes } from "../core/bytes.ts";
import type { EventRef } from "../core/EventRef.ts";
import type { Address } from "../core/Hex.ts";
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

/** Keeps keys, one record for each address. */
export type KeyStore = {
  get(address: Address): Promise<KeyRecord | undefined>;
  put(record: KeyRecord): Promise<void>;
  list(): Promise<readonly KeyRecord[]>;
  remove(address: Address): Promise<void>;
};
