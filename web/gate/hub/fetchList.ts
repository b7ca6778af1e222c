import { type Manifest, type ManifestBatch, parseManifest } from "doorkey/code";
import { PATIENCE_MS } from "./askHub.ts";

/** A list with the tag that the hub gave it. */
export type TaggedList = { readonly manifest: Manifest; readonly etag: string };

/** What changed since the list that a page has. */
type Changes = {
  readonly tag: string;
  readonly manifest: Omit<Manifest, "batches">;
  readonly batches: { readonly [batch: string]: ManifestBatch };
};

/**
 * Gets the hub's list, or only what changed since the one that the page has.
 *
 * @returns undefined if it is the same, or if the hub does not answer.
 */
export async function fetchList(
  before: TaggedList | undefined,
  patienceMs: number = PATIENCE_MS,
): Promise<TaggedList | undefined> {
  try {
    const response = await fetch(before === undefined ? "/api/list" : `/api/list?since=${before.etag}`, {
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
      headers: before === undefined ? {} : { "if-none-match": `"${before.etag}"` },
    });
    if (!response.ok) return undefined;
    const told: { readonly changes?: Changes } = await response.json();
    const { changes } = told;
    if (changes === undefined || before === undefined) {
      return { manifest: parseManifest(told), etag: (response.headers.get("etag") ?? "").replaceAll('"', "") };
    }
    return { manifest: parseManifest(changed(before.manifest, changes)), etag: changes.tag };
  } catch {
    return undefined;
  }
}

function changed({ batches: before }: Manifest, { manifest, batches: news }: Changes): unknown {
  const batches = [...before];
  for (const [number, batch] of Object.entries(news)) batches[Number(number)] = batch;
  return { ...manifest, batches };
}
