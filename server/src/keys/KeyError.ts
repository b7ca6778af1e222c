const sentences = {
  KEYSTORE_UNREADABLE: "The server cannot read a keystore.",
  KEYSTORE_PASSWORD_WRONG: "The password does not open a keystore.",
  KEYSTORE_PASSWORD_MISSING: "The password for the keystores is missing.",
  KEYSTORE_EXISTS: "A file already exists at the keystore's path.",
} as const;

/** Why a server has no key to sign with. Never carries a key or a password. */
export class KeyError extends Error {
  override readonly name = "KeyError";
  readonly code: keyof typeof sentences;

  constructor(code: keyof typeof sentences, detail?: string) {
    super(detail === undefined ? sentences[code] : `${sentences[code]} ${detail}`);
    this.code = code;
  }
}
