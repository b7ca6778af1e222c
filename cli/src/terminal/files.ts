import { access, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeText, MistakeList } from "doorkey/organizer";
import { InputMistakes, UsageError } from "./failures.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder",
  EACCES: "it may not be read",
};

/** The file's bytes, or a mistake that says why not. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new InputMistakes([{ file, sentence: `${REASONS[code] ?? `it cannot be read (${code})`}.` }]);
  }
}

/** The file's text, or a mistake. */
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

/** Told before anything is asked or done for a file that is new. */
export async function refuseExisting(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) throw existing(file);
}

function existing(file: string): UsageError {
  return new UsageError(`${file} is there already, and is not overwritten.`, "Choose another name, or move it away.");
}

type Mode = { readonly mode?: number };

/** Writes a file whole or not at all, in place of what was there. */
export async function writeWhole(
  file: string,
  content: string | Uint8Array,
  { mode = 0o644 }: Mode = {},
): Promise<void> {
  await withDraft(file, content, mode, (draft) => rename(draft, file));
}

/** Writes a file whole or not at all, and never over another one. */
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
  content: string | Uint8Array,
  mode: number,
  publish: (draft: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(draft, "wx", mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(draft);
  } finally {
    await rm(draft, { force: true });
  }
}
