const sentences = {
  STORE_TAKEN: "Another process has this office's database open. Stop it first.",
  STORE_FOREIGN: "This file is not the database of an office. Name another folder in `data`.",
  STORE_NEWER: "A newer doorkey-office wrote this database. Start that version, or name another folder in `data`.",
  STORE_OTHER_AGENT: "This database belongs to another agent. Name another folder in `data`.",
  STORE_DAMAGED: "This office's database is damaged. Keep the file, and restore it from your backup.",
  STORE_UNWRITABLE: "This office cannot write its database. Check the disk and the rights of the folder.",
} as const;

/** Why a database could not be opened. Branch on `code`. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: keyof typeof sentences;

  constructor(code: keyof typeof sentences, { cause, detail }: { cause?: unknown; detail?: string } = {}) {
    super(detail === undefined ? sentences[code] : `${sentences[code]} ${detail}`, { cause });
    this.code = code;
  }
}
