const sentences = {
  KEYSTORE_UNREADABLE: "The relay cannot read a keystore.",
  KEYSTORE_PASSWORD_WRONG: "The password does not open a keystore.",
  KEYSTORE_PASSWORD_MISSING: "The password for the keystores is missing.",
  KEYSTORE_EXISTS: "A file already exists at the keystore's path.",
  SIGNER_MISSING: "The relay has no key to send with.",
  SIGNER_REPEATED: "Two signers hold the same key.",
  KMS_CLIENT_MISSING: "The client of a key management service is not installed.",
  KMS_UNREACHABLE: "A key management service did not answer as it should.",
  KMS_KEY_WRONG: "A key of a key management service cannot sign transactions.",
  KMS_SIGNATURE_WRONG: "A key management service sent a wrong signature.",
  DEV_KEY_INVALID: "A key in the environment is not a private key.",
  DEV_KEY_REFUSED: "A key in the environment is for development only.",
} as const;

/** Why the relay has no key to send with. Never carries a key or a password. */
export class KeyError extends Error {
  override readonly name = "KeyError";
  readonly code: keyof typeof sentences;

  constructor(code: keyof typeof sentences, detail?: string) {
    super(detail === undefined ? sentences[code] : `${sentences[code]} ${detail}`);
    this.code = code;
  }
}
