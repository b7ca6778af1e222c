const sentences = {
  KEYSTORE_UNREADABLE: "A keystore cannot be read.",
  KEYSTORE_PASSWORD_WRONG: "The password does not open a keystore.",
  KEYSTORE_PASSWORD_MISSING: "There is no password for the keystores.",
  KEYSTORE_EXISTS: "There is a file already where the keystore would go.",
  SIGNER_MISSING: "There is no key to send with.",
  SIGNER_REPEATED: "Two keystores hold the same key.",
  DEV_KEY_INVALID: "A key in the environment is no private key.",
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
