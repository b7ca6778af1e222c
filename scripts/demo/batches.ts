import { type ManifestBatch, manifestBatch } from "../../sdk/src/code.ts";
import type { Chain } from "./chain.ts";

/** All batches of an event, their packed words taken apart. */
export async function readBatches({ rights }: Chain, eventId: bigint): Promise<ManifestBatch[]> {
  const count = Number(await rights.batchesOf(eventId));
  const batches = await Promise.all(Array.from({ length: count }, (_, i) => rights.batchOf(eventId, i)));
  return batches.map(manifestBatch);
}
