import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { GATE_KINDS, type GateKind } from "../core/contractEnums.ts";

/**
 * Lets a key admit at an event, or stops it with "none". For members; if the gate is or becomes a desk, for admins.
 *
 * @throws CALL_REVERTED with TeamMemberOnly, TeamAdminOnly or GateInvalid; what `send` throws.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { setGate } from "doorkey/organizer";
 *
 * const openDesk = (connection: Connection, eventId: number, gate: Address) =>
 *   setGate(connection, { eventId, gate, kind: "desk", byHandLimit: 20 });
 */
export async function setGate<until extends Until = "mined">(
  connection: Connection,
  parameters: setGate.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, gate, kind, byHandLimit = 0 } = checked(connection, parameters, ["eventId", "gate", "kind"]);
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "setGate", [eventId, gate, GATE_KINDS.indexOf(kind), byHandLimit]),
    options,
  );
}

export declare namespace setGate {
  type Parameters = {
    readonly eventId: number;
    /** The key of the gate's device. */
    readonly gate: string;
    readonly kind: GateKind;
    /** The most rights that a desk may admit by hand at the whole event. Defaults to 0. */
    readonly byHandLimit?: number | undefined;
  };
}
