import type { SendOptions, Sent, Transaction, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { readDraw } from "./readDraw.ts";
import { sendAct } from "./sendAct.ts";

/**
 * Enters a person whom the list of a draw left out, or has as a stranger's companion, as a party of one. It is possible
 * between the end of the list and the seal. Anyone may bring it, with what an attester signed; a relay pays for it. In a
 * draw by key the holder's own key must send it.
 *
 * @param parameters.evidence What an attester signed for this holder and agent, as for a grant. Not needed in a draw by
 * key.
 * @throws BALLOT_MISSING, DRAW_MISSING; CALL_REVERTED with AppealsClosed, AppealEvidenceInvalid or AlreadyListed; what
 * `send` throws.
 * @example
 * import type { Address, Connection, Hex } from "doorkey";
 * import { appeal } from "doorkey/ballot";
 *
 * const enterLate = (connection: Connection, holder: Address, evidence: Hex) =>
 *   appeal(connection, { eventId: 7, className: "standing", agentId: 1, holder, evidence });
 */
export async function appeal<until extends Until = "mined">(
  connection: Connection,
  parameters: appeal.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<appeal.Result, until>> {
  const {
    eventId,
    className,
    agentId,
    holder,
    evidence = "0x",
  } = checked(connection, parameters, ["eventId", "className", "agentId", "holder"]);
  const { classId, kind } = await readDraw(connection, { eventId, className });
  const read = (transaction: Transaction) => ({
    number: Number(requireLog(connection, transaction, "Ballot", "EntrantAppealed").number),
  });
  if (kind === "holders") {
    const call = encodeCall(connection, "Ballot", "appeal", [eventId, classId, agentId, holder, "0x"]);
    return send(connection, call, read, options);
  }
  return sendAct(connection, { act: "appeal", eventId, classId, agentId, holder, evidence }, read, options);
}

export declare namespace appeal {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    /** The agent that the evidence names. */
    readonly agentId: number;
    readonly holder: Address;
    readonly evidence?: Hex | undefined;
  };
  type Result = {
    /** Number of the new party among those of one person. */
    readonly number: number;
  };
}
