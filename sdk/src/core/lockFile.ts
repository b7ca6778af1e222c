import { DoorkeyError } from "./DoorkeyError.ts";

/**
 * Takes the lock of an SQLite file, which the operating system releases however this process ends. A file with a
 * process id would survive a crash, and process ids are reused.
 */
export async function lockFile(path: string): Promise<() => void> {
  const { DatabaseSync } = await import("node:sqlite");
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new DoorkeyError("JOURNAL_LOCKED", { cause, details: [path] });
  }
  let held = true;
  return () => {
    if (held) lock.close();
    held = false;
  };
}
