/** A key management service, as far as a signer needs it. It never hands out its key. */
export type Kms = {
  /** How messages name the key. */
  readonly name: string;
  /** The public key as SubjectPublicKeyInfo, in DER. */
  readonly publicKey: () => Promise<Uint8Array>;
  /** The ECDSA signature of a digest of 32 bytes, in DER. `s` may be high. */
  readonly sign: (digest: Uint8Array) => Promise<Uint8Array>;
};

/** The longest that a service may take to answer, in milliseconds. */
export const KMS_TIMEOUT_MS = 10_000;
