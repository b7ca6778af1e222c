import { type Connection, isDoorkeyError, sameEvent } from "doorkey";
import { type Manifest, parseManifest } from "doorkey/code";
import { loadManifest, renewManifest } from "doorkey/gate";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";
import { jsonIn } from "../terminal/json.ts";

/** Keeps the last manifest beside the journal, so that the gate can open without a network. */
export async function keepManifest(file: string, manifest: Manifest): Promise<void> {
  await writeWhole(file, JSON.stringify(manifest));
}

export async function keptManifest(file: string, eventId: number): Promise<Manifest | undefined> {
  const text = await readTextIfThere(file);
  if (text === undefined) return undefined;
  const manifest = manifestIn(text, file);
  if (manifest.eventId === eventId) return manifest;
  throw new UsageError(
    `${file} belongs to event ${manifest.eventId}, not to event ${eventId}.`,
    "Give another --journal.",
  );
}

function manifestIn(text: string, file: string): Manifest {
  try {
    return parseManifest(jsonIn(text));
  } catch (error) {
    if (!isDoorkeyError(error, "MANIFEST_MALFORMED")) throw error;
    throw new UsageError(
      `${file} does not hold a manifest.`,
      "Connect the gate to the chain once, so that it keeps a new one.",
    );
  }
}

/** Loads the manifest from the chain, with what the kept one knows already, and keeps it. */
export async function freshManifest(
  connection: Connection,
  eventId: number,
  file: string,
  onProgress?: loadManifest.Parameters["onProgress"],
): Promise<Manifest> {
  // A kept manifest that cannot be read is replaced.
  const previous = await keptManifest(file, eventId).catch(() => undefined);
  // One without an offset was loaded while the event's page was down, so the page is asked again.
  const isBase = previous?.utcOffset !== undefined && sameEvent(previous, { ...connection, eventId });
  const manifest = isBase
    ? await renewManifest(connection, previous)
    : await loadManifest(connection, { eventId, previous, onProgress });
  await keepManifest(file, manifest);
  return manifest;
}
