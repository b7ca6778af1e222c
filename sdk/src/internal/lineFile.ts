import type { FileHandle } from "node:fs/promises";

/** A file of lines that only grows: what was appended outlives a crash of the process or the machine. */
export type LineFile = {
  /** The whole lines that were there when it was opened. */
  readonly lines: readonly string[];
  /** Resolves once the line is on the disk. Lines come one after the other, in the order of the calls. */
  append(line: string): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file, or makes it. A crash may have torn the last line, which nobody was told to be kept: it is cut off.
 * Node only, and loaded only when it is used.
 */
export async function openLineFile(path: string): Promise<LineFile> {
  const { open } = await import("node:fs/promises");
  // Read, and append wherever the end is.
  const file = await open(path, "a+", 0o600);
  try {
    const text = await file.readFile("utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
    await file.sync();
    await syncDirectoryOf(path);
    return growing(file, whole.split("\n").slice(0, -1));
  } catch (error) {
    await file.close();
    throw error;
  }
}

function growing(file: FileHandle, lines: readonly string[]): LineFile {
  let last: Promise<void> = Promise.resolve();
  // What follows a line that could not be written whole would be lost with it: nothing is written any more.
  const inTurn = (work: () => Promise<void>) => {
    last = last.then(work);
    return last;
  };
  return {
    lines,
    append: (line) =>
      inTurn(async () => {
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
