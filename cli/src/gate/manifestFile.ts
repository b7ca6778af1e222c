import type { Connection } from "doorkey";
import type { Manifest } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";

/** Keeps the last manifest beside the journal, so that the gate can open without a network. */
export async function keepManifest(file: string, manifest: Manifest): Promise<void> {
  await writeWhole(file, JSON.stringify(manifest));
}

export async function keptManifest(file: string, eventId: number): Promise<Manifest | undefined> {
  const text = await readTextIfThere(file);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.eventId === eventId) return manifest;
  throw new UsageError(
    `${file} belongs to event ${manifest.eventId}, not to event ${eventId}.`,
    "Give another --journal.",
  );
}

/** Loads the manifest from the chain, and keeps it. */
export async function freshManifest(
  connection: Connection,
  eventId: number,
  file: string,
  onProgress?: loadManifest.Parameters["onProgress"],
): Promise<Manifest> {
  const manifest = await loadManifest(connection, { eventId, onProgress });
  await keepManifest(file, manifest);
  return manifest;
}
