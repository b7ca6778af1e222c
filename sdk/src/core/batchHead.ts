import { PageError } from "./PageError.ts";

const SEATED = 2n;
const TAGGED = 4n;
const NAMED_CLASS = 8n;
const KNOWN = SEATED | TAGGED | NAMED_CLASS | 1n;

/** What all rights of a batch have in common. */
export type BatchHead = {
  readonly agentId: number;
  readonly classId: number;
  readonly count: number;
  readonly seated: boolean;
  readonly tagged: boolean;
  readonly namedClass: boolean;
};

/**
 * `store 160 | agentId 32 | classId 8 | count 16 | flags 8 | tail 32`, see BatchHead of the contracts.
 *
 * @throws VALUE_INVALID for a flag that this version does not know: its rights may follow other rules.
 */
export function batchHead(word: bigint): BatchHead {
  const flags = (word >> 32n) & 0xffn;
  if ((flags & ~KNOWN) !== 0n) {
    throw new PageError("VALUE_INVALID", { details: [`The batch has the unknown flags ${flags & ~KNOWN}.`] });
  }
  const has = (flag: bigint) => (flags & flag) !== 0n;
  return {
    agentId: Number((word >> 64n) & 0xffffffffn),
    classId: Number((word >> 56n) & 0xffn),
    count: Number((word >> 40n) & 0xffffn),
    seated: has(SEATED),
    tagged: has(TAGGED),
    namedClass: has(NAMED_CLASS),
  };
}
