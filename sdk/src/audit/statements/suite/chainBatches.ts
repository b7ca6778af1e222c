import { mapBounded } from "../../../core/mapBounded.ts";
import type { ChainBatch } from "../../../verdicts/manifestBatch.ts";
import type { Audit } from "../../Audit.ts";

/** Most batches that are compared one by one: an event may have two million. */
const MOST = 20_000;
/** Batches that are read at the same time. */
const WIDTH = 16;

/** The batches of the event as the chain has them at the head, and how many more there are. */
export async function chainBatches({
  connection,
  eventId,
  progress,
}: Audit): Promise<{ readonly batches: readonly ChainBatch[]; readonly left: number }> {
  const { rights } = connection.contracts;
  const count = Number(await rights.batchesOf(eventId));
  const numbers = Array.from({ length: Math.min(count, MOST) }, (_, number) => number);
  let done = 0;
  const batches = await mapBounded(numbers, WIDTH, async (number) => {
    const batch = await rights.batchOf(eventId, number);
    progress(++done, numbers.length);
    return batch;
  });
  return { batches, left: count - numbers.length };
}
