import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { readLogs } from "../../chain/readLogs.ts";
import { batchHead } from "../../core/batchHead.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { mapBounded } from "../../core/mapBounded.ts";
import { packRightId, type RightId, unpackRightId } from "../../core/RightId.ts";
import { holderInRecord } from "../../core/records.ts";
import { publishedEvent } from "../../state/publishedEvent.ts";
import type { ManifestBatch } from "../../verdicts/Manifest.ts";
import { manifestBatch } from "../../verdicts/manifestBatch.ts";

/** Live rights of an event that an agent granted, by class and current holder; see `heldKey`. */
export type HeldRights = ReadonlyMap<string, readonly RightId[]>;

/** Batches read at the same time: a large one has 30 kB. */
const WIDTH = 8;

export function heldKey(classId: number, holder: Address): string {
  return `${classId} ${holder.toLowerCase()}`;
}

/** Rights that these holders have from the agent. Logs name the batches that may have them; the batches decide. */
export async function heldRights(
  connection: Connection,
  eventId: number,
  agentId: number,
  holders: Iterable<Address>,
): Promise<HeldRights> {
  const wanted = new Set([...holders].map((holder) => holder.toLowerCase()));
  const numbers = [...(await batchesOf(connection, eventId, wanted))];
  const held = new Map<string, RightId[]>();
  const batches = await mapBounded(numbers, WIDTH, async (number) => {
    const stored = await askChain(() => connection.contracts.rights.batchOf(eventId, number));
    return { number, ...manifestBatch(stored) };
  });
  for (const batch of batches.filter((one) => one.agentId === agentId)) {
    for (const { index, holder } of liveIn(batch)) {
      if (!wanted.has(holder.toLowerCase())) continue;
      const key = heldKey(batch.classId, holder);
      const rightId = packRightId({ eventId, batch: batch.number, index });
      const known = held.get(key) ?? [];
      known.push(rightId);
      held.set(key, known);
    }
  }
  return held;
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
