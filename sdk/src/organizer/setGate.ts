import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { GATE_KINDS, type GateKind } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";

/**
 * Lets a key admit at an event, or stops it with "none". For members; for admins when the gate is or becomes a desk.
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
  { eventId, gate, kind, byHandLimit = 0 }: setGate.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  return sendPlain(
    connection,
    encodeCall(connection, "EventRegistry", "setGate", [eventId, gate, GATE_KINDS.indexOf(kind), byHandLimit]),
    options,
  );
}

export declare namespace setGate {
  type Parameters = {
    readonly eventId: number;
    /** The key of the device at the door. */
    readonly gate: Address;
    readonly kind: GateKind;
    /** Rights that a desk may admit by hand over the whole event; 0 unless said. */
    readonly byHandLimit?: number | undefined;
  };
}
