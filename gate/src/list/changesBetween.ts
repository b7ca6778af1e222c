import { isDeepStrictEqual } from "node:util";
import type { Manifest, ManifestBatch } from "doorkey/code";

/** A list as the changes to an earlier one. A page puts `batches` into the places of the earlier one's. */
export type ListChanges = {
  /** Name of the list that results. */
  readonly tag: string;
  readonly manifest: Omit<Manifest, "batches">;
  /** New and changed batches by number. */
  readonly batches: { readonly [number: number]: ManifestBatch };
};

/** What changed between two lists of one event. */
export function changesBetween(before: Manifest, after: Manifest, tag: string): ListChanges {
  const { batches, ...manifest } = after;
  const changed = batches.flatMap((batch, number): [number, ManifestBatch][] =>
    isDeepStrictEqual(batch, before.batches[number]) ? [] : [[number, batch]],
  );
  return { tag, manifest, batches: Object.fromEntries(changed) };
}
