import type { FileHandle } from "node:fs/promises";
import { lockFile } from "./lockFile.ts";

/** An append-only file of lines. An appended line survives a crash of the process or the machine. */
export type LineFile = {
  /** All complete lines. */
  read(): Promise<string[]>;
  /** Resolves once the lines are on the disk, all in one write. Lines are written in the order of the calls. */
  append(...lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file, or creates it; `empty` truncates it. A crash may have torn the last line. Its append never resolved,
 * so it is cut off. Works in Node only, and loads Node's modules only when it is called.
 */
export async function openLineFile(path: string, { empty = false } = {}): Promise<LineFile> {
  const { open, readFile } = await import("node:fs/promises");
  const file = await open(path, "a", 0o600);
  try {
    if (empty) await file.truncate();
    const bytes = await readFile(path);
    await file.truncate(bytes.lastIndexOf("\n") + 1);
    await file.sync();
    await syncDirectoryOf(path);
  } catch (error) {
    await file.close();
    throw error;
  }
  return growing(file, async () => (await readFile(path, "utf8")).split("\n").slice(0, -1));
}

/**
 * Like openLineFile, for one process at a time: a file beside it, `<path>.lock`, keeps other processes out. Throws
 * JOURNAL_LOCKED when another process has the file.
 */
export async function openLockedFile(path: string): Promise<LineFile> {
  const unlock = await lockFile(`${path}.lock`);
  try {
    const file = await openLineFile(path);
    return { ...file, close: () => file.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function growing(file: FileHandle, read: () => Promise<string[]>): LineFile {
  let last: Promise<unknown> = Promise.resolve();
  // After a failed append the last line may be torn, and a line after it would be lost. All further calls reject.
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn;
    return turn;
  };
  return {
    read: () => inOrder(read),
    append: (...lines) =>
      inOrder(async () => {
        await file.appendFile(lines.map((line) => `${line}\n`).join(""));
        await file.datasync();
      }),
    close: async () => {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}

/** A new file survives a crash only once its directory's entry is on the disk. */
async function syncDirectoryOf(path: string): Promise<void> {
  const [{ open }, { dirname }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
