import type { ContractName } from "../abi/contracts.ts";
import type { Hex } from "../core/Hex.ts";
import { fields, hexOf, list, matching, oneOf, type Shape, whole } from "../core/shape.ts";

/** A log of one of the suite's contracts, as an index stores it: plain JSON. */
export type IndexLog = {
  readonly contract: ContractName;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Time of its block, in seconds. */
  readonly timestamp: number;
  readonly transactionHash: Hex;
  /** Its position in the block. */
  readonly index: number;
};

export const INDEX_LOG: Shape<IndexLog> = fields({
  contract: oneOf(
    "GasRelayForwarder",
    "AgentRegistry",
    "EventRegistry",
    "EntryRightRegistry",
    "AttesterIdentityVerifier",
    "DrandBeacon",
    "Ballot",
  ),
  topics: list(matching(/^0x[0-9a-f]{64}$/, "32 hex bytes")),
  data: matching(/^0x([0-9a-f]{2})*$/, "hex bytes"),
  blockNumber: whole(0),
  blockHash: hexOf(32),
  timestamp: whole(0),
  transactionHash: hexOf(32),
  index: whole(0),
});
