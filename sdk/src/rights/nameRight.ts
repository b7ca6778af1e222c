import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/**
 * Names an unnamed right of a named class, before nameBy. For the issuing agent or the organizer.
 *
 * @param parameters.holder The person's key: the right's own, or another, which counts as a rebind.
 * @param parameters.evidence For this right and this key, see `attestPerson` of doorkey/attester.
 * @throws CALL_REVERTED with RightNotLive, RightNotNameable, RightAuthorityMissing, RightEvidenceInvalid,
 * PersonHasEnough, RightWindowClosed, RightRebindsExhausted; what `send` throws.
 * @example
 * import type { Address, Connection, Hex } from "doorkey";
 * import { nameRight } from "doorkey/organizer";
 *
 * const nameCrew = (connection: Connection, rightId: bigint, holder: Address, evidence: Hex) =>
 *   nameRight(connection, { rightId, holder, evidence });
 */
export async function nameRight<until extends Until = "mined">(
  connection: Connection,
  parameters: nameRight.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<nameRight.Result, until>> {
  const { rightId, holder, evidence } = checked(connection, parameters, ["rightId", "holder", "evidence"]);
  return send(
    connection,
    encodeCall(connection, "EntryRightRegistry", "nameRight", [rightId, holder, evidence]),
    (transaction) => {
      const named = requireLog(connection, transaction, "EntryRightRegistry", "RightNamed");
      return { holder: named.holder, rebinds: Number(named.rebinds), personTag: named.tag };
    },
    options,
  );
}

export declare namespace nameRight {
  type Parameters = { readonly rightId: RightId; readonly holder: string; readonly evidence: Hex };
  type Result = {
    readonly holder: Address;
    readonly rebinds: number;
    /** The person's tag within the event's scope. */
    readonly personTag: Hex;
  };
}
