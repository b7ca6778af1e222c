import { expect } from "chai";
import { type StatusColumns, statusFrom } from "./status.ts";

const at = new Date("2026-11-30T12:00:00.123Z");
const row: StatusColumns = {
  ...{ digest: "0x12", kind: "request", state: "queued", received_at: at, updated_at: new Date(at.getTime() + 1) },
  ...{ outcome: null, transaction_hash: null, block_number: null, block_hash: null, gas_used: null },
  ...{ reason_code: null, reason_detail: null, reason_data: null },
};
const known = {
  ...{ digest: "0x12", kind: "request", state: "queued" },
  ...{ receivedAt: "2026-11-30T12:00:00.123Z", updatedAt: "2026-11-30T12:00:00.124Z" },
};

describe("the status that clients see", () => {
  it("has what is known, and no more", () => {
    expect(statusFrom(row)).to.deep.equal(known);
    const cases: readonly (readonly [Partial<StatusColumns>, object])[] = [
      [{ outcome: "failed" }, { outcome: "failed" }],
      [{ transaction_hash: "0x34" }, { transactionHash: "0x34" }],
      [{ block_number: 0 }, { blockNumber: 0 }],
      [{ block_hash: "0x56" }, { blockHash: "0x56" }],
      [{ gas_used: 0 }, { gasUsed: "0" }],
      [{ reason_code: "EXPIRED", reason_detail: "Too late." }, { reason: { code: "EXPIRED", detail: "Too late." } }],
      [{ reason_code: "EXPIRED" }, { reason: { code: "EXPIRED", detail: "" } }],
      [
        { reason_code: "CALL_REVERTED", reason_detail: "", reason_data: "0x78" },
        { reason: { code: "CALL_REVERTED", detail: "", revertData: "0x78" } },
      ],
    ];
    for (const [change, shown] of cases) {
      expect(statusFrom({ ...row, ...change })).to.deep.equal({ ...known, ...shown });
    }
  });
});
