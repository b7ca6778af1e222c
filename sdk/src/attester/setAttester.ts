import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { assertHex } from "../core/assertHex.ts";

/**
 * Trusts an attester in the scope of an event, or stops trusting it: then its earlier attestations are refused too. Trust
 * ends when the scope event changes hands. For admins of the organizer of the scope event.
 *
 * @param parameters.verifier A verifier from `deployVerifier`. Defaults to the suite's verifier.
 * @throws CALL_REVERTED with TeamAdminOnly, AttesterZero or EventNonexistent.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { setAttester } from "doorkey/attester";
 *
 * const revoke = (connection: Connection, attester: Address) =>
 *   setAttester(connection, { scopeEventId: 7, attester, trusted: false });
 */
export async function setAttester<until extends Until = "mined">(
  connection: Connection,
  parameters: setAttester.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { scopeEventId, attester, trusted, verifier } = checked(connection, parameters, [
    "scopeEventId",
    "attester",
    "trusted",
  ]);
  if (verifier !== undefined) assertHex("verifier", verifier, 20);
  const call = encodeCall(connection, "AttesterIdentityVerifier", "setAttester", [scopeEventId, attester, trusted]);
  return sendPlain(connection, { ...call, to: verifier ?? call.to }, options);
}

export declare namespace setAttester {
  type Parameters = {
    readonly scopeEventId: number;
    readonly attester: string;
    readonly trusted: boolean;
    readonly verifier?: string | undefined;
  };
}
