import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/**
 * Binds a right to another key of the same person, before rebindUntil and as often as the event allows. The old key is
 * dead from then on, and the rebind is counted in public.
 *
 * @param parameters.proof What shows that it is the same person. For a right with a person: evidence for this very right
 * and the new key. For another, by the issuing agent: what the old key signed, see `signRebind` of doorkey/buyer; by the
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
  { rightId, newHolder, proof = "0x" }: rebindRight.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<rebindRight.Result, until>> {
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
  type Parameters = { readonly rightId: RightId; readonly newHolder: Address; readonly proof?: Hex | undefined };
  type Result = {
    readonly holder: Address;
    /** How often the right changed its key so far. */
    readonly rebinds: number;
  };
}
