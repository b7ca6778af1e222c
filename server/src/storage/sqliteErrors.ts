/** Primary result codes of SQLite that say that a file or its disk is not usable now. */
const OF_DISK: readonly number[] = [5, 6, 7, 8, 10, 11, 13, 14, 26];

/** SQLite's primary result code, if the error is one of SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

/** Whether the disk refused, and not the statement. */
export function isOfDisk(error: unknown): boolean {
  return OF_DISK.includes(sqliteCode(error) ?? 0);
}
