import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { EventSchedule } from "../documents/EventDocument.ts";
import { scheduleOf } from "../state/scheduleOf.ts";

/**
 * Lets the doors of an event close later, at most 7 days from now. It works from publication until doors close, so that
 * holders can come back on the next day after a storm. It changes no other time. For admins.
 *
 * @param parameters.doorsCloseAt In seconds.
 * @throws CALL_REVERTED with TeamAdminOnly, EventNonexistent, EventIsCancelled, DoorsClosed, or ScheduleInvalid when
 * doors would not close later, or more than 7 days from now; what `send` throws.
 * @example
 * import { type Connection, readEvent } from "doorkey";
 * import { extendDoors } from "doorkey/organizer";
 *
 * async function comeBackTomorrow(connection: Connection, eventId: number) {
 *   const { schedule } = await readEvent(connection, { eventId });
 *   await extendDoors(connection, { eventId, doorsCloseAt: schedule.doorsCloseAt + 86_400 });
 * }
 */
export async function extendDoors<until extends Until = "mined">(
  connection: Connection,
  parameters: extendDoors.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<extendDoors.Result, until>> {
  const { eventId, doorsCloseAt } = checked(connection, parameters, ["eventId", "doorsCloseAt"]);
  return send(
    connection,
    encodeCall(connection, "EventRegistry", "extendDoors", [eventId, doorsCloseAt]),
    (transaction) => ({
      schedule: scheduleOf(requireLog(connection, transaction, "EventRegistry", "EventRescheduled").schedule),
    }),
    options,
  );
}

export declare namespace extendDoors {
  type Parameters = {
    readonly eventId: number;
    readonly doorsCloseAt: number;
  };
  type Result = {
    /** The whole new schedule. */
    readonly schedule: EventSchedule;
  };
}
