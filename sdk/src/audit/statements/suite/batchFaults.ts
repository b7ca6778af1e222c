import { packRightId } from "../../../core/RightId.ts";
import type { IndexedBatch } from "../../../eventIndex/IndexState.ts";
import type { ChainBatch } from "../../../verdicts/manifestBatch.ts";
import type { Audit } from "../../Audit.ts";
import type { Evidence } from "../../Statement.ts";

/** Batches that have so few rights keep their statuses in the head. */
const IN_HEAD = 16;

/** How the batches of the logs differ from those of the chain. */
export function batchFaults(audit: Audit, chain: readonly ChainBatch[], left: number): Evidence[] {
  const { eventId, event, logsOf } = audit;
  const granted = Array.from(logsOf("EntryRightRegistry", "RightsGranted"), ({ blockNumber, transactionHash }) => {
    return { blockNumber, transactionHash };
  });
  const tagged = new Set(Array.from(logsOf("EntryRightRegistry", "PersonsTagged"), ({ args }): bigint => args.first));
  const faults: Evidence[] = [];
  if (event.batches.length !== chain.length + left) {
    const note = `The logs have ${event.batches.length} batches, and the chain has ${chain.length + left}.`;
    faults.push({ note });
  }
  for (const [number, batch] of event.batches.slice(0, chain.length).entries()) {
    const rightId = packRightId({ eventId, batch: number, index: 0 });
    const what = differenceOf(batch, chain[number] as ChainBatch, rightId);
    const untold = batch.tagged && !tagged.has(rightId) ? "the log of its persons is missing" : undefined;
    const why = what ?? untold;
    if (why === undefined) continue;
    const { blockNumber, transactionHash } = granted[number] ?? {};
    faults.push({ note: `Batch ${number}: ${why}.`, rightId, block: blockNumber, transactionHash });
  }
  return faults;
}

function differenceOf(batch: IndexedBatch, chain: ChainBatch, first: bigint): string | undefined {
  const words = statusWords(batch);
  if (chain.head !== (batch.head | (batch.count <= IN_HEAD ? (words[0] ?? 0n) : 0n))) return "its head differs";
  if (chain.records.toLowerCase() !== batch.records.toLowerCase()) return "its records differ";
  if (!same([...chain.statuses], words)) return "the statuses of its rights differ";
  const holdings = [...batch.holdings].sort(([a], [b]) => a - b);
  const moved = holdings.map(([index]) => first + BigInt(index));
  const words256 = holdings.map(
    ([, { holder, reboundAt, rebinds, named }]) =>
      (BigInt(holder) << 96n) | (BigInt(reboundAt) << 56n) | (BigInt(rebinds) << 48n) | BigInt(named),
  );
  if (!same([...chain.rebound], moved) || !same([...chain.holdings], words256))
    return "the holders of its rights differ";
  return undefined;
}

function same(a: readonly bigint[], b: readonly bigint[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** Two bits a right, as the chain keeps them. */
function statusWords({ statuses, count }: IndexedBatch): bigint[] {
  const words = Array.from({ length: Math.ceil(count / 128) }, () => 0n);
  for (const [i, status] of statuses.entries()) {
    words[i >> 7] = (words[i >> 7] ?? 0n) | (BigInt(status) << BigInt(2 * (i & 127)));
  }
  return words;
}
