import { interfaces } from "../../abi/contracts.ts";
import type { Connection } from "../../connection/Connection.ts";
import { manifestBatch } from "../../decisions/manifestBatch.ts";
import { askChain } from "../../errors/fromNode.ts";
import { publishedEvent } from "../../events/publishedEvent.ts";
import { readLogs } from "../../events/readLogs.ts";
import type { Address } from "../../values/Hex.ts";
import { packRightId, type RightId, unpackRightId } from "../../values/RightId.ts";

/** Live rights of an event that an agent granted, by class and present holder; see `heldKey`. */
export type HeldRights = ReadonlyMap<string, readonly RightId[]>;

export function heldKey(classId: number, holder: Address): string {
  return `${classId} ${holder.toLowerCase()}`;
}

/** Reads them from the chain. */
export async function heldRights(connection: Connection, eventId: number, agentId: number): Promise<HeldRights> {
  const { contracts, provider, registry: address } = connection;
  const { block } = await publishedEvent(connection, eventId);
  const latest = await askChain(() => provider.getBlockNumber());
  const topics = interfaces.EntryRightRegistry.encodeFilterTopics("RightsGranted", [eventId, agentId]) as string[];
  const held = new Map<string, RightId[]>();
  for await (const log of readLogs(provider, { address, topics }, block, latest)) {
    const first = interfaces.EntryRightRegistry.parseLog(log)?.args.first as RightId;
    const { batch } = unpackRightId(first);
    const stored = manifestBatch(await askChain(() => contracts.rights.batchOf(eventId, batch)));
    const digits = stored.seated ? 46 : 40;
    for (const [index, status] of [...stored.statuses].entries()) {
      if (status !== "0" && status !== "1") continue;
      const start = 2 + digits * index;
      const holder: Address = stored.moved[index]?.holder ?? `0x${stored.records.slice(start, start + 40)}`;
      const key = heldKey(stored.classId, holder);
      const rightId = packRightId({ eventId, batch, index });
      const known = held.get(key);
      if (known === undefined) held.set(key, [rightId]);
      else known.push(rightId);
    }
  }
  return held;
}
