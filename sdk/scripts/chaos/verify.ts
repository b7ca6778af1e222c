/** Compares the rows with the chain's logs. */

import { interfaces } from "../../src/abi/contracts.ts";
import type { GrantRow } from "../../src/agent/bulk/GrantRow.ts";
import { connect } from "../../src/chain/connect.ts";
import { readLogs } from "../../src/chain/readLogs.ts";
import { manifestBatch } from "../../src/verdicts/manifestBatch.ts";
import type { Ready } from "./node.ts";

/** A sentence for each row that was not granted exactly once, and how much is on chain. */
export async function verify(
  { url, eventId }: Ready,
  rows: readonly GrantRow[],
  claimed: readonly (readonly string[])[],
): Promise<{ readonly mistakes: readonly string[]; readonly batches: number; readonly rights: number }> {
  const { provider, rightsRegistry: address, contracts } = await connect({ rpc: url });
  const topics = interfaces.EntryRightRegistry.encodeFilterTopics("RightsGranted", [eventId]) as string[];
  const idsOf = new Map<string, string[]>();
  let [batches, rights] = [0, 0];
  for await (const log of readLogs(provider, { address, topics }, 0, await provider.getBlockNumber())) {
    const args = interfaces.EntryRightRegistry.parseLog(log)?.args;
    if (args === undefined) continue;
    const holders = (args.records as string).slice(2).match(/.{40}/g) ?? [];
    for (const [i, holder] of holders.entries()) {
      const ids = idsOf.get(`0x${holder}`) ?? [];
      ids.push(String((args.first as bigint) + BigInt(i)));
      idsOf.set(`0x${holder}`, ids);
    }
    // The log and the state agree, and every right is live.
    const stored = manifestBatch(await contracts.rights.batchOf(eventId, batches));
    if (stored.records !== args.records || /[^0]/.test(stored.statuses)) throw new Error(`batch ${batches} differs`);
    batches++;
    rights += holders.length;
  }
  const mistakes = rows.flatMap(({ order, holder, quantity = 1 }, i) => {
    const ids = idsOf.get(holder.toLowerCase()) ?? [];
    idsOf.delete(holder.toLowerCase());
    if (ids.length !== quantity) return [`${order} has ${ids.length} rights, not ${quantity}.`];
    return String(ids) === String(claimed[i])
      ? []
      : [`${order} has the rights ${ids}, but its result says ${claimed[i]}.`];
  });
  if (idsOf.size > 0) mistakes.push(`${idsOf.size} holders are in no row.`);
  return { mistakes, batches, rights };
}
