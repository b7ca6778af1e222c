const SEATED = 2n;
const TAGGED = 4n;
const NAMED_CLASS = 8n;

/** What all rights of a batch have in common. */
export type BatchHead = {
  readonly agentId: number;
  readonly classId: number;
  readonly count: number;
  readonly seated: boolean;
  readonly tagged: boolean;
  readonly namedClass: boolean;
};

/** `store 160 | agentId 32 | classId 8 | count 16 | flags 8 | tail 32`, see BatchHead of the contracts. */
export function batchHead(word: bigint): BatchHead {
  const has = (flag: bigint) => ((word >> 32n) & flag) !== 0n;
  return {
    agentId: Number((word >> 64n) & 0xffffffffn),
    classId: Number((word >> 56n) & 0xffn),
    count: Number((word >> 40n) & 0xffffn),
    seated: has(SEATED),
    tagged: has(TAGGED),
    namedClass: has(NAMED_CLASS),
  };
}
