import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { readLogs } from "../chain/readLogs.ts";
import { batchHead } from "../core/batchHead.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { packRightId, type RightId, unpackRightId } from "../core/RightId.ts";
import { holderInRecord, seatInRecord } from "../core/records.ts";
import type { ManifestBatch } from "../verdicts/Manifest.ts";
import { manifestBatch } from "../verdicts/manifestBatch.ts";
import { publishedEvent } from "./publishedEvent.ts";

/** A live right of a holder. */
export type HeldRight = {
  readonly rightId: RightId;
  readonly holder: Address;
  readonly classId: number;
  readonly agentId: number;
  /** 0 in a class without seats. */
  readonly seat: number;
};

/** Batches read at the same time: a large one has 30 kB. */
const WIDTH = 8;

/**
 * The live rights of an event that these holders have now, in the order of their ids. Logs name the batches that may
 * have them; the batches decide.
 */
export async function heldBy(
  connection: Connection,
  eventId: number,
  holders: Iterable<string>,
): Promise<readonly HeldRight[]> {
  const wanted = new Set([...holders].map((holder) => holder.toLowerCase()));
  const numbers = [...(await batchesOf(connection, eventId, wanted))].sort((a, b) => a - b);
  const batches = await mapBounded(numbers, WIDTH, async (number) => {
    const stored = await askChain(() => connection.contracts.rights.batchOf(eventId, number));
    return { number, batch: manifestBatch(stored) };
  });
  return batches.flatMap(({ number, batch }) =>
    liveIn(batch)
      .filter(({ holder }) => wanted.has(holder.toLowerCase()))
      .map(({ index, holder }) => ({
        rightId: packRightId({ eventId, batch: number, index }),
        holder,
        classId: batch.classId,
        agentId: batch.agentId,
        seat: seatInRecord(batch.records, batch.seated, index),
      })),
  );
}

/** Numbers of the batches that one of the holders was ever in, by a grant or a rebind. */
async function batchesOf(
  connection: Connection,
  eventId: number,
  wanted: ReadonlySet<string>,
): Promise<ReadonlySet<number>> {
  const { provider, rightsRegistry: address } = connection;
  const abi = interfaces.EntryRightRegistry;
  const { block } = await publishedEvent(connection, eventId);
  const latest = await askChain(() => provider.getBlockNumber());
  const [, event = null] = abi.encodeFilterTopics("RightsGranted", [eventId]) as string[];
  const names = ["RightsGranted", "RightRebound", "RightNamed"] as const;
  const topics = [names.map((name) => abi.getEvent(name).topicHash), event];
  const batches = new Set<number>();
  for await (const log of readLogs(provider, { address, topics }, block, latest)) {
    const args = abi.parseLog(log)?.args;
    if (args === undefined) continue;
    const { rightId = args.first, holder, head, records } = args;
    const holders: readonly string[] = records === undefined ? [holder] : holdersIn(head, records);
    if (holders.some((one) => wanted.has(one.toLowerCase()))) batches.add(unpackRightId(rightId).batch);
  }
  return batches;
}

function holdersIn(head: bigint, records: Hex): Address[] {
  const { count, seated } = batchHead(head);
  return Array.from({ length: count }, (_, i) => holderInRecord(records, seated, i));
}

/** Rights of a batch that are neither admitted nor void. */
function liveIn({ seated, records, statuses, holdings }: ManifestBatch): { index: number; holder: Address }[] {
  return [...statuses].flatMap((status, index) => {
    const holder = holdings[index]?.holder ?? holderInRecord(records, seated, index);
    return status === "0" || status === "1" ? [{ index, holder }] : [];
  });
}
