import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { batchHead } from "../internal/batchHead.ts";
import { bigEndian, toHex } from "../internal/bytes.ts";
import { recordDigits } from "../internal/records.ts";
import type { Hex } from "../values/Hex.ts";
import type { ManifestBatch, ManifestMove } from "./Manifest.ts";

/** A batch as `EntryRightRegistry.batchOf` returns it, through any library. */
export type ChainBatch = {
  readonly head: bigint;
  readonly records: string;
  readonly statuses: Iterable<bigint>;
  /** Ids of the rights that were moved. */
  readonly moved: Iterable<bigint>;
  /** How, in the same order: `holder 160 | boundAt 40 | rebinds 8 | named 8`, see Binding. */
  readonly bindings: Iterable<bigint>;
};

/**
 * A batch for a manifest, from what the chain returned.
 *
 * @throws VALUE_INVALID when its parts do not agree.
 * @example
 * import { manifestBatch, type ChainBatch, type Manifest } from "doorkey/code";
 *
 * const withBatches = (head: Omit<Manifest, "batches">, batches: ChainBatch[]): Manifest => ({
 *   ...head,
 *   batches: batches.map(manifestBatch),
 * });
 */
export function manifestBatch({ head, records, statuses, moved, bindings }: ChainBatch): ManifestBatch {
  const { count, ...common } = batchHead(head);
  const words = [...statuses];
  const moves = [...bindings];
  const indices = [...moved].map((rightId) => Number(rightId & 0x7ffn));
  const fits = [
    records.length === 2 + count * recordDigits(common.seated),
    words.length === Math.ceil(count / 128),
    moves.length === indices.length,
  ];
  if (fits.includes(false)) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`The parts of the batch do not agree on ${count} rights.`] });
  }
  const status = (index: number) => ((words[index >> 7] as bigint) >> BigInt(2 * (index & 127))) & 3n;
  return {
    ...common,
    records: records as Hex,
    statuses: Array.from({ length: count }, (_, index) => status(index)).join(""),
    moved: Object.fromEntries(indices.map((index, i) => [index, moveOf(moves[i] as bigint)])),
  };
}

function moveOf(binding: bigint): ManifestMove {
  return {
    holder: toHex(bigEndian(binding >> 96n, 20)),
    boundAt: Number((binding >> 56n) & 0xffffffffffn),
    rebinds: Number((binding >> 48n) & 0xffn),
    named: (binding & 0xffn) !== 0n,
  };
}
