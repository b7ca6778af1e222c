import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/**
 * Binds a right to another key of the same person, before rebindUntil and as often as the event allows. The old key
 * loses the right at once, and the rebind is counted in public.
 *
 * @param parameters.proof Shows that it is the same person. For a named right: evidence for this right and the new key.
 * For an unnamed right, by the issuing agent: what the old key signed, see `signRebind` of doorkey/buyer; by the
 * organizer: nothing.
 * @throws CALL_REVERTED with RightNotLive, RightAuthorityMissing, RightConsentInvalid, RightEvidenceInvalid,
 * RightRebindsExhausted, RightWindowClosed, RightHolderInvalid; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import type { SignedRebind } from "doorkey/buyer";
 * import { rebindRight } from "doorkey/agent";
 *
 * const rebind = (connection: Connection, { rightId, newHolder, proof }: SignedRebind) =>
 *   rebindRight(connection, { rightId: BigInt(rightId), newHolder, proof });
 */
export async function rebindRight<until extends Until = "mined">(
  connection: Connection,
  parameters: rebindRight.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<rebindRight.Result, until>> {
  const { rightId, newHolder, proof = "0x" } = checked(connection, parameters, ["rightId", "newHolder"]);
  return send(
    connection,
    encodeCall(connection, "EntryRightRegistry", "rebind", [rightId, newHolder, proof]),
    (transaction) => {
      const { holder, rebinds } = requireLog(connection, transaction, "EntryRightRegistry", "RightRebound");
      return { holder, rebinds: Number(rebinds) };
    },
    options,
  );
}

export declare namespace rebindRight {
  type Parameters = { readonly rightId: RightId; readonly newHolder: string; readonly proof?: Hex | undefined };
  type Result = {
    readonly holder: Address;
    /** How often the key of the right changed so far. */
    readonly rebinds: number;
  };
}
