import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { checksummed } from "../core/checksummed.ts";
import { RIGHT_STATUSES, type RightStatus } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/** A right as the chain has it now. */
export type RightState = {
  readonly rightId: RightId;
  readonly holder: Address;
  /** `granted` and `rebound` are live; `admitted` and `void` are final. */
  readonly status: RightStatus;
  readonly agentId: number;
  readonly classId: number;
  /** 0 in a class without seats. */
  readonly seat: number;
  /** Whether a person tag is bound to it, since its grant or since it was named. */
  readonly named: boolean;
  /** Seconds; 0 = never rebound or named. */
  readonly reboundAt: number;
  /** How often its holder changed. */
  readonly rebinds: number;
};

/**
 * Reads a right from the chain.
 *
 * @throws CALL_REVERTED with RightNonexistent.
 * @example
 * import type { Connection } from "doorkey";
 * import { readRight } from "doorkey/agent";
 *
 * const holderOf = async (connection: Connection, rightId: bigint) => (await readRight(connection, { rightId })).holder;
 */
export async function readRight(connection: Connection, parameters: readRight.Parameters): Promise<RightState> {
  const { rightId } = checked(connection, parameters, ["rightId"]);
  const { contracts } = connection;
  const right = await askChain(() => contracts.rights.rightOf(rightId));
  return {
    rightId,
    holder: checksummed(right.holder as Address),
    status: RIGHT_STATUSES[Number(right.status)] ?? "void",
    agentId: Number(right.agentId),
    classId: Number(right.classId),
    seat: Number(right.seat),
    named: right.named,
    reboundAt: Number(right.reboundAt),
    rebinds: Number(right.rebinds),
  };
}

export declare namespace readRight {
  type Parameters = { readonly rightId: RightId };
}
