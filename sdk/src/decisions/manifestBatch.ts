import { DoorkeyError } from "../errors/DoorkeyError.ts";
import type { Hex } from "../values/Hex.ts";
import type { ManifestBatch, ManifestMove } from "./Manifest.ts";

/** A batch as `EntryRightRegistry.batchOf` returns it, through any library. */
export type ChainBatch = {
  readonly agentId: bigint | number;
  readonly classId: bigint | number;
  readonly count: bigint | number;
  readonly seated: boolean;
  readonly tagged: boolean;
  readonly records: string;
  readonly statuses: Iterable<bigint>;
  readonly moved: Iterable<{
    readonly index: bigint | number;
    readonly holder: string;
    readonly boundAt: bigint | number;
    readonly rebinds: bigint | number;
    readonly named: boolean;
  }>;
};

/**
 * A batch for a manifest, from what the chain returned.
 *
 * @throws VALUE_INVALID when records and count do not agree.
 * @example
 * import { manifestBatch, type ChainBatch, type Manifest } from "doorkey/code";
 *
 * const withBatches = (head: Omit<Manifest, "batches">, batches: ChainBatch[]): Manifest => ({
 *   ...head,
 *   batches: batches.map(manifestBatch),
 * });
 */
export function manifestBatch(batch: ChainBatch): ManifestBatch {
  const count = Number(batch.count);
  if (batch.records.length !== 2 + count * (batch.seated ? 46 : 40)) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`records must hold ${count} rights.`] });
  }
  const words = [...batch.statuses];
  const status = (index: number) => ((words[index >> 7] ?? 0n) >> BigInt(2 * (index & 127))) & 3n;
  const moved: Record<number, ManifestMove> = {};
  for (const { index, holder, boundAt, rebinds, named } of batch.moved) {
    moved[Number(index)] = { holder: holder as Hex, boundAt: Number(boundAt), rebinds: Number(rebinds), named };
  }
  return {
    agentId: Number(batch.agentId),
    classId: Number(batch.classId),
    seated: batch.seated,
    tagged: batch.tagged,
    records: batch.records as Hex,
    statuses: Array.from({ length: count }, (_, index) => status(index)).join(""),
    moved,
  };
}
