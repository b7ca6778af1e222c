import type { Hex } from "doorkey";
import type { Log, Receipt } from "../chain/ChainView.ts";
import { type Fate, UNDECIDED } from "./changeRequests.ts";
import type { Result } from "./readReceipt.ts";

/**
 * The fate of a request whose result is in this block. `silent` proves nothing, so the request is queued again; its part of
 * the cost was paid all the same.
 */
export function fateOf(
  digest: Hex,
  place: Pick<Fate, "tx_id" | "position">,
  where: Pick<Receipt | Log, "transactionHash" | "blockNumber" | "blockHash">,
  result: Result,
  charged: bigint,
): Fate {
  const mined = {
    ...UNDECIDED,
    digest,
    ...place,
    state: "mined",
    transaction_hash: where.transactionHash,
    block_number: where.blockNumber,
    block_hash: where.blockHash,
    charged_wei: charged,
  } as const;
  switch (result.outcome) {
    case "success":
      return { ...mined, outcome: "success", gas_used: result.gasUsed };
    case "failed": {
      const { code, detail, data, gasUsed } = result;
      return {
        ...mined,
        outcome: "failed",
        gas_used: gasUsed,
        reason_code: code,
        reason_detail: detail,
        reason_data: data,
      };
    }
    case "skipped":
      return { ...mined, outcome: "skipped", reason_code: result.skip.code, reason_detail: result.skip.detail };
    case "silent":
      return { ...UNDECIDED, digest, tx_id: null, position: null, state: "queued", charged_wei: charged };
  }
}
