import { DoorkeyError } from "./DoorkeyError.ts";

/**
 * Takes a lock that the operating system gives up when this process ends, however it ends: that of an SQLite file. A
 * file with a process id would outlive a crash, and ids come again.
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
