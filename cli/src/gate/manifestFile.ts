import { type Connection, isDoorkeyError } from "doorkey";
import { type Manifest, parseManifest } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";
import { jsonIn } from "../terminal/json.ts";

/** The event as the gate knew it last, kept beside the journal: a gate that starts without a network opens with it. */
export async function keepManifest(file: string, manifest: Manifest): Promise<void> {
  await writeWhole(file, JSON.stringify(manifest));
}

export async function keptManifest(file: string, eventId: number): Promise<Manifest | undefined> {
  const text = await readTextIfThere(file);
  if (text === undefined) return undefined;
  const manifest = manifestIn(text, file);
  if (manifest.eventId === eventId) return manifest;
  throw new UsageError(`${file} is of event ${manifest.eventId}, not of ${eventId}.`, "Give another --journal.");
}

function manifestIn(text: string, file: string): Manifest {
  try {
    return parseManifest(jsonIn(text));
  } catch (error) {
    if (!isDoorkeyError(error, "MANIFEST_MALFORMED")) throw error;
    throw new UsageError(
      `${file} does not hold a manifest.`,
      "Connect to the chain once: the gate then keeps a new one.",
    );
  }
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
