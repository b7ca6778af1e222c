import type { ChainBatch } from "../../sdk/src/code.ts";
import type { Chain } from "./chain.ts";

/** Flags of a batch head, see BatchHead.sol. */
const SEATED = 2n;
const TAGGED = 4n;

/** All batches of an event, their packed words taken apart. */
export async function readBatches({ rights }: Chain, eventId: bigint): Promise<ChainBatch[]> {
  const count = Number(await rights.batchesOf(eventId));
  const batches = await Promise.all(Array.from({ length: count }, (_, i) => rights.batchOf(eventId, i)));
  return batches.map(({ head, records, statuses, moved, bindings }) => ({
    agentId: (head >> 64n) & 0xffffffffn,
    classId: (head >> 56n) & 0xffn,
    count: (head >> 40n) & 0xffffn,
    seated: ((head >> 32n) & SEATED) !== 0n,
    tagged: ((head >> 32n) & TAGGED) !== 0n,
    records,
    statuses: [...statuses],
    moved: moved.map((rightId, i) => ({ index: rightId & 0x7ffn, ...bindingOf(bindings[i] ?? 0n) })),
  }));
}

function bindingOf(binding: bigint) {
  return {
    holder: `0x${(binding >> 96n).toString(16).padStart(40, "0")}`,
    boundAt: (binding >> 56n) & 0xffffffffffn,
    rebinds: (binding >> 48n) & 0xffn,
    named: (binding & 0xffn) !== 0n,
  };
}
