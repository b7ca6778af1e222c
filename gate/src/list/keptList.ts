import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { type Manifest, parseManifest } from "doorkey/code";

/**
 * Keeps the list on disk, so that a hub starts without a network. A crash leaves the old one or the new one, whole.
 *
 * @param text The list as JSON.
 */
export async function keepList(file: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = await open(beside, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/**
 * The list that an earlier start kept. Undefined without one, and for one that cannot be read, because the chain has it.
 *
 * @throws Error if it is the list of another event.
 */
export async function keptList(file: string, eventId: number): Promise<Manifest | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  const manifest = text === undefined ? undefined : manifestIn(text);
  if (manifest === undefined || manifest.eventId === eventId) return manifest;
  throw new Error(
    `${file} is the list of event ${manifest.eventId}, and this hub is for event ${eventId}. ` +
      "Give each event a data folder of its own.",
  );
}

function manifestIn(text: string): Manifest | undefined {
  try {
    return parseManifest(JSON.parse(text));
  } catch {
    return undefined;
  }
}
