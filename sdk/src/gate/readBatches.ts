import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { Manifest, ManifestBatch } from "../verdicts/Manifest.ts";
import { manifestBatch } from "../verdicts/manifestBatch.ts";

/** Batches that are read at the same time. */
const WIDTH = 32;

/** What a manifest has of an event beside its batches, as the chain has it at a block. */
export async function readTerms(
  { contracts }: Connection,
  eventId: number,
  blockTag: number,
): Promise<Pick<Manifest, "doorsOpenAt" | "doorsCloseAt" | "cancelled">> {
  const event = await askChain(() => contracts.events.eventOf(eventId, { blockTag }));
  return {
    doorsOpenAt: Number(event.doorsOpenAt),
    doorsCloseAt: Number(event.doorsCloseAt),
    cancelled: event.cancelled,
  };
}

/** Batches of an event as the chain has them at a block, in the order of their numbers in the list. */
export function readBatches(
  { contracts }: Connection,
  { eventId, numbers, blockTag, onProgress }: readBatches.Parameters,
): Promise<ManifestBatch[]> {
  let done = 0;
  return mapBounded(numbers, WIDTH, async (number) => {
    const batch = await askChain(() => contracts.rights.batchOf(eventId, number, { blockTag }));
    onProgress?.({ done: ++done, of: numbers.length });
    return manifestBatch(batch);
  });
}

export declare namespace readBatches {
  type Parameters = {
    readonly eventId: number;
    readonly numbers: readonly number[];
    readonly blockTag: number;
    readonly onProgress?: ((progress: { readonly done: number; readonly of: number }) => void) | undefined;
  };
}
