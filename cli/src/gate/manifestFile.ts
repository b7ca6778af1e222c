import type { Connection } from "doorkey";
import type { Manifest } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";

/** The event as the gate knew it last, kept beside the journal: a gate that starts without a network opens with it. */
export async function keepManifest(file: string, manifest: Manifest): Promise<void> {
  await writeWhole(file, JSON.stringify(manifest));
}

export async function keptManifest(file: string, eventId: number): Promise<Manifest | undefined> {
  const text = await readTextIfThere(file);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.eventId === eventId) return manifest;
  throw new UsageError(`${file} is of event ${manifest.eventId}, not of ${eventId}.`, "Give another --journal.");
}

/** Loads the event and keeps it. */
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
