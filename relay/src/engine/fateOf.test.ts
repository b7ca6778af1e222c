import { expect } from "chai";
import { skipOf } from "./calldata.ts";
import { fateOf } from "./fateOf.ts";
import type { Result } from "./readReceipt.ts";

const PLACE = { tx_id: 3, position: 1 };
const WHERE = { transactionHash: "0xaa", blockNumber: 9, blockHash: "0xbb" } as const;
const MINED = {
  ...{ digest: "0xd1", state: "mined", ...PLACE, charged_wei: 7n },
  ...{ transaction_hash: "0xaa", block_number: 9, block_hash: "0xbb" },
};
const NOTHING = { outcome: null, gas_used: null, reason_code: null, reason_detail: null, reason_data: null };

describe("fateOf", () => {
  const fate = (result: Result) => fateOf("0xd1", PLACE, WHERE, result, 7n);

  it("is mined with what the chain says of the call", () => {
    expect(fate({ outcome: "success", gasUsed: 123 })).to.deep.equal({
      ...{ ...NOTHING, ...MINED, outcome: "success", gas_used: 123 },
    });
    const failed = {
      outcome: "failed",
      gasUsed: 5,
      code: "CALL_REVERTED",
      detail: "Why.",
      data: "0x12345678",
    } as const;
    expect(fate(failed)).to.deep.equal({
      ...{ ...NOTHING, ...MINED, outcome: "failed", gas_used: 5 },
      ...{ reason_code: "CALL_REVERTED", reason_detail: "Why.", reason_data: "0x12345678" },
    });
    const skip = skipOf(2n);
    expect(fate({ outcome: "skipped", skip })).to.deep.equal({
      ...{ ...NOTHING, ...MINED, outcome: "skipped", reason_code: "NONCE_USED", reason_detail: skip.detail },
    });
  });

  it("is to wait again if no event names it, although its part of the cost was paid", () => {
    expect(fate({ outcome: "silent" })).to.deep.equal({
      ...{ ...NOTHING, digest: "0xd1", state: "queued", tx_id: null, position: null, charged_wei: 7n },
      ...{ transaction_hash: null, block_number: null, block_hash: null },
    });
  });
});
