import type { FileHandle } from "node:fs/promises";
import { lockFile } from "./lockFile.ts";

/** A file of lines that only grows: what was appended outlives a crash of the process or the machine. */
export type LineFile = {
  /** All whole lines. */
  read(): Promise<string[]>;
  /** Resolves once the line is on the disk. Lines come one after the other, in the order of the calls. */
  append(line: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file, or makes it; with `empty` whatever is in it goes. A crash may have torn the last line, which nobody was
 * told to be kept: it is cut off. Node only, and loaded only when it is used.
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
 * Like openLineFile, for one process at a time: a file beside it, `<path>.lock`, keeps others out. JOURNAL_LOCKED when
 * another has it.
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
  // What follows a line that could not be written whole would be lost with it: nothing is written any more.
  const serializePerSigner = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn;
    return turn;
  };
  return {
    read: () => serializePerSigner(read),
    append: (line) =>
      serializePerSigner(async () => {
        await file.appendFile(`${line}\n`);
        await file.datasync();
      }),
    close: async () => {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}

/** A new file is lost with its directory's entry. */
async function syncDirectoryOf(path: string): Promise<void> {
  const [{ open }, { dirname }] = await Promise.all([import("node:fs/promises"), import("node:path")]);
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
