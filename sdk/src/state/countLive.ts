import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { manifestBatch } from "../verdicts/manifestBatch.ts";

/** Batches that are read at the same time: a large one has 30 kB. */
const WIDTH = 8;

/** The live rights of an event at a block, by class, counted in its batches. */
export async function countLive(
  { contracts }: Connection,
  eventId: number,
  block: number,
): Promise<ReadonlyMap<number, number>> {
  const at = { blockTag: block };
  const count = Number(await askChain(() => contracts.rights.batchesOf(eventId, at)));
  const live = new Map<number, number>();
  await mapBounded(
    Array.from({ length: count }, (_, batch) => batch),
    WIDTH,
    async (batch) => {
      const { classId, statuses } = manifestBatch(await askChain(() => contracts.rights.batchOf(eventId, batch, at)));
      const here = statuses.replace(/[23]/g, "").length;
      live.set(classId, (live.get(classId) ?? 0) + here);
    },
  );
  return live;
}
