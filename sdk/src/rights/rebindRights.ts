import type { SendOptions, Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { RightId } from "../core/RightId.ts";
import { rebindRight } from "./rebindRight.ts";

/** Calls on their way at the same time. */
const WIDTH = 4;

/** How the rebind of one right ended. */
export type ReboundRight =
  | {
      readonly rightId: RightId;
      readonly status: "rebound";
      readonly holder: Address;
      /** How often the key of the right changed so far. */
      readonly rebinds: number;
      readonly transaction: Transaction;
    }
  | {
      readonly rightId: RightId;
      /** `refused` by the contracts; `failed` for any other reason, so that it may still happen. */
      readonly status: "refused" | "failed";
      /** Name of the contract's error, or code of the failure. */
      readonly reason: string;
      readonly error: DoorkeyError;
    };

/**
 * Binds several rights to other keys of the same persons, each like `rebindRight`: a party that moves to another phone.
 * Each right is a call of its own, and ends for itself.
 *
 * @param parameters.rights Each right once, with its new key and the proof that `rebindRight` takes.
 * @returns One result per right, in their order.
 * @throws VALUE_INVALID for a wrong or repeated right, before anything is sent; SIGNER_MISSING, CHAIN_DIFFERENT.
 * @example
 * import type { Connection } from "doorkey";
 * import type { SignedRebind } from "doorkey/buyer";
 * import { rebindRights } from "doorkey/agent";
 *
 * async function moveParty(connection: Connection, consents: readonly SignedRebind[]) {
 *   const rights = consents.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
 *   const results = await rebindRights(connection, { rights });
 *   return results.filter(({ status }) => status !== "rebound");
 * }
 */
export async function rebindRights(
  connection: Connection,
  parameters: rebindRights.Parameters,
  options?: SendOptions<"mined" | "final">,
): Promise<readonly ReboundRight[]> {
  const { rights } = checked(connection, parameters, ["rights"]);
  for (const right of rights) checked(connection, right, ["rightId", "newHolder"]);
  const repeated = rights.find(({ rightId }, i) => rights.findIndex((one) => one.rightId === rightId) !== i);
  if (repeated !== undefined) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`rights has right ${repeated.rightId} twice.`] });
  }
  return mapBounded(rights, WIDTH, async ({ rightId, newHolder, proof }): Promise<ReboundRight> => {
    try {
      const { holder, rebinds, transaction } = await rebindRight(connection, { rightId, newHolder, proof }, options);
      return { rightId, status: "rebound", holder, rebinds, transaction };
    } catch (error) {
      if (!isDoorkeyError(error) || OF_ALL.includes(error.code)) throw error;
      if (!isDoorkeyError(error, "CALL_REVERTED")) return { rightId, status: "failed", reason: error.code, error };
      return { rightId, status: "refused", reason: error.contractError?.name ?? error.code, error };
    }
  });
}

export declare namespace rebindRights {
  type Parameters = { readonly rights: readonly rebindRight.Parameters[] };
}

/** Failures of every call of the connection. */
const OF_ALL: readonly string[] = ["SIGNER_MISSING", "RELAY_MISSING", "CHAIN_DIFFERENT", "VALUE_INVALID"];
