const sentences = {
  STORAGE_MIGRATION_FAILED: "The relay could not bring its tables up to date.",
  STORAGE_NEWER: "The tables are of a newer version of the relay, and there is no way down.",
  STORAGE_FOLDER_TAKEN: "Another process uses this data folder, and two would destroy it.",
  STORAGE_TOO_OLD: "The relay needs PostgreSQL 15 or later.",
} as const;

/** Why the storage could not be opened. Branch on `code`. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: keyof typeof sentences;

  constructor(code: keyof typeof sentences, { cause, detail }: { cause?: unknown; detail?: string } = {}) {
    super(detail === undefined ? sentences[code] : `${sentences[code]} ${detail}`, { cause });
    this.code = code;
  }
}
