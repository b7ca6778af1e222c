import { on } from "node:events";
import { watch } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { UsageError } from "../terminal/failures.ts";
import { readBytes } from "../terminal/files.ts";
import { type ImageProblem, readImage } from "./readImage.ts";

/** A code, or a picture of one, that was shown to the gate. */
export type Scan = {
  /** Name of the picture, for messages. Undefined if a scanner read the code. */
  readonly from?: string;
  readonly read: string | ImageProblem;
};

/** Reads lines from standard input, because a USB scanner types like a keyboard and ends each code with Enter. */
export async function* scannedLines(stop: AbortSignal): AsyncGenerator<Scan> {
  const lines = createInterface({ input: process.stdin, signal: stop, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const text = line.trim();
    if (text !== "") yield { read: text };
  }
}

/** Reads codes from picture files, one after the other. Checks first that every file can be read. */
export async function* scannedImages(files: readonly string[]): AsyncGenerator<Scan> {
  for (const file of files) await readBytes(file);
  for (const file of files) yield { from: basename(file), read: await readImage(file) };
}

/** Reads codes from the pictures that arrive in a folder after this call. */
export function scannedFolder(folder: string, stop: AbortSignal): AsyncGenerator<Scan> {
  try {
    return newPictures(on(watch(folder, { signal: stop }), "change", { signal: stop }), folder, stop);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The folder ${folder} cannot be watched (${code}).`);
  }
}

async function* newPictures(
  changes: AsyncIterable<unknown[]>,
  folder: string,
  stop: AbortSignal,
): AsyncGenerator<Scan> {
  const seen = new Set<string>();
  try {
    for await (const [, name] of changes) {
      if (typeof name !== "string" || !/\.(png|jpe?g)$/i.test(name) || seen.has(name)) continue;
      const read = await readWhole(join(folder, name));
      if (read === undefined) continue;
      seen.add(name);
      yield { from: name, read };
    }
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

/** How often, and after how many milliseconds, a picture is read that is still being written. */
const TRIES = 10;
const PAUSE = 100;

/** Waits until the file is a whole picture. Undefined if it disappears or never becomes one. */
async function readWhole(file: string): Promise<Scan["read"] | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const read = await readImage(file);
    if (typeof read === "string" || read.problem !== "no-picture") return read;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  return undefined;
}
