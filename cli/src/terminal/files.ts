import { createReadStream } from "node:fs";
import { access, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeText, MistakeList } from "doorkey/organizer";
import { InputMistakes, UsageError } from "./failures.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist",
  EISDIR: "this is a folder, not a file",
  EACCES: "you have no permission to read it",
  ENOTDIR: "a part of its path is not a folder",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead back to themselves",
};

/** Most bytes that a file may have. A table has fewer. */
const MAX_BYTES = 256_000_000;

/** Reads the bytes of a file, or throws a mistake that says why it cannot. A pipe or a device may not end. */
export async function readBytes(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      length += chunk.length;
      if (length > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new InputMistakes([{ file, sentence: reasonFor(error) }]);
  }
  if (length <= MAX_BYTES) return Buffer.concat(chunks);
  throw new InputMistakes([{ file, sentence: `the file has more than ${MAX_BYTES} bytes; split it.` }]);
}

/** A sentence that says why a file cannot be read. */
export function reasonFor(error: unknown): string {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  return `${REASONS[code] ?? `it cannot be read (${code})`}.`;
}

/** Reads the text of a file, or throws a mistake that says why it cannot. */
export async function readText(file: string): Promise<string> {
  const mistakes = new MistakeList(file);
  const text = decodeText(await readBytes(file), mistakes);
  if (text === undefined) throw new InputMistakes(mistakes.all);
  return text;
}

export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Refuses a file that exists, before the command asks or does anything for a new one. */
export async function refuseExisting(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) throw existing(file);
}

function existing(file: string): UsageError {
  return new UsageError(`${file} already exists and is not overwritten.`, "Choose another name, or move that file.");
}

/** What to write: as a whole, or piece by piece if it may be longer than memory. */
type Content = string | Uint8Array | Iterable<string>;

type Mode = { readonly mode?: number };

/** Writes a file whole or not at all. Replaces the file that was there. */
export async function writeWhole(file: string, content: Content, { mode = 0o644 }: Mode = {}): Promise<void> {
  await withDraft(file, content, mode, (draft) => rename(draft, file));
}

/** Writes a file whole or not at all. Never overwrites another one. */
export async function writeNew(file: string, content: string | Uint8Array, { mode = 0o644 }: Mode = {}): Promise<void> {
  await withDraft(file, content, mode, async (draft) => {
    try {
      await link(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw existing(file);
    }
  });
}

async function withDraft(
  file: string,
  content: Content,
  mode: number,
  publish: (draft: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(draft, "wx", mode);
    try {
      if (typeof content === "string" || content instanceof Uint8Array) await handle.writeFile(content);
      else for (const piece of content) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(draft);
  } finally {
    await rm(draft, { force: true });
  }
}
