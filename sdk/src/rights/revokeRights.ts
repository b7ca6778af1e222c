import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { RightId } from "../core/RightId.ts";
import type { RightOutcome } from "./RightOutcome.ts";
import { readItemOutcomes, takeOutcome } from "./readItemOutcomes.ts";
import { reasonWord } from "./reasonWord.ts";

const LOGS = { done: "RightRevoked", refused: "RevocationRefused" };

/**
 * Revokes rights. The issuing agent may do so until returnUntil, the organizer until doors open. After nameBy, every
 * account may revoke unnamed rights of named classes. Each right is void for good, and its place is freed. Rights that
 * are not live are passed over.
 *
 * @param parameters.reason A few words, at most 31 bytes, public on chain: write no names of people.
 * @throws VALUE_INVALID; CALL_REVERTED with RightAuthorityMissing, RightWindowClosed; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { revokeRights } from "doorkey/agent";
 *
 * async function refund(connection: Connection, rightIds: readonly bigint[]) {
 *   const { rights } = await revokeRights(connection, { rightIds, reason: "refunded" });
 *   return rights.filter(({ status }) => status === "refused"); // not live any more
 * }
 */
export async function revokeRights<until extends Until = "mined">(
  connection: Connection,
  parameters: revokeRights.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<revokeRights.Result, until>> {
  const { rightIds, reason } = checked(connection, parameters, ["rightIds", "reason"]);
  const call = encodeCall(connection, "EntryRightRegistry", "revoke", [rightIds, reasonWord(reason)]);
  return send(
    connection,
    call,
    (transaction) => {
      const outcomes = readItemOutcomes(connection, transaction, LOGS, "revoked");
      return { rights: rightIds.map((rightId) => takeOutcome(outcomes, rightId, transaction)) };
    },
    options,
  );
}

export declare namespace revokeRights {
  type Parameters = { readonly rightIds: readonly RightId[]; readonly reason: string };
  type Result = {
    /** One per right, in their order. */
    readonly rights: readonly RightOutcome<"revoked">[];
  };
}
