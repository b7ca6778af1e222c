import { batchHead } from "../core/batchHead.ts";
import { bigEndian, toHex } from "../core/bytes.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertBigint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";
import { recordDigits } from "../core/records.ts";
import type { ManifestBatch, ManifestHolding } from "./Manifest.ts";

/** A batch as `EntryRightRegistry.batchOf` returns it, through any library. */
export type ChainBatch = {
  readonly head: bigint;
  readonly records: string;
  readonly statuses: Iterable<bigint>;
  /** Ids of the rights that were rebound or named. */
  readonly rebound: Iterable<bigint>;
  /** Their holdings, in the same order: `holder 160 | reboundAt 40 | rebinds 8 | named 8`, see Holding. */
  readonly holdings: Iterable<bigint>;
};

/**
 * Makes a manifest's batch from what the chain returned.
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
export function manifestBatch(batch: ChainBatch): ManifestBatch {
  const { head, records, statuses, rebound, holdings } = given(
    "batch",
    batch,
    "records",
    "statuses",
    "rebound",
    "holdings",
  );
  assertBigint("head", head, 256);
  const { count, ...common } = batchHead(head);
  const words = [...statuses];
  const held = [...holdings];
  const indices = [...rebound].map((rightId) => Number(rightId & 0x7ffn));
  const fits = [
    records.length === 2 + count * recordDigits(common.seated),
    words.length === Math.ceil(count / 128),
    held.length === indices.length,
  ];
  if (fits.includes(false)) {
    throw new PageError("VALUE_INVALID", { details: [`The parts of the batch do not agree on ${count} rights.`] });
  }
  const status = (index: number) => ((words[index >> 7] as bigint) >> BigInt(2 * (index & 127))) & 3n;
  return {
    ...common,
    records: records as Hex,
    statuses: Array.from({ length: count }, (_, index) => status(index)).join(""),
    holdings: Object.fromEntries(indices.map((index, i) => [index, holdingOf(held[i] as bigint)])),
  };
}

function holdingOf(holding: bigint): ManifestHolding {
  return {
    holder: toHex(bigEndian(holding >> 96n, 20)),
    reboundAt: Number((holding >> 56n) & 0xffffffffffn),
    rebinds: Number((holding >> 48n) & 0xffn),
    named: (holding & 0xffn) !== 0n,
  };
}
