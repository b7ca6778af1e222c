const sentences = {
  STORE_TAKEN: "Another process has this hub's database open. Stop it first.",
  STORE_FOREIGN: "This file is not the database of a hub. Name another folder in `data`.",
  STORE_NEWER: "A newer doorkey-gate wrote this database. Start that version, or name another folder in `data`.",
  STORE_OTHER_EVENT: "This database belongs to another event. Name another folder in `data`.",
  STORE_DAMAGED:
    "This hub's database is damaged. Keep the file, name a new folder in `data`, and let the gates join again.",
  STORE_UNWRITABLE: "This hub cannot write its database. Check the disk and the rights of the folder.",
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
