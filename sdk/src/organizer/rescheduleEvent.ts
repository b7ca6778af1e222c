import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import type { EventSchedule } from "../documents/EventDocument.ts";
import { scheduleOf } from "../state/scheduleOf.ts";

/**
 * Reschedules an event before its doors open. returnUntil, rebindUntil and nameBy move along with doorsOpenAt, but
 * holders keep 48 hours to return, or until doors open. For admins.
 *
 * @throws CALL_REVERTED with TeamAdminOnly, ScheduleInvalid or DoorsOpen; what `send` throws.
 * @example
 * import { type Connection, readEvent } from "doorkey";
 * import { rescheduleEvent } from "doorkey/organizer";
 *
 * async function aWeekLater(connection: Connection, eventId: number) {
 *   const { schedule } = await readEvent(connection, { eventId });
 *   const later = (time: number) => time + 7 * 86_400;
 *   return rescheduleEvent(connection, {
 *     eventId,
 *     doorsOpenAt: later(schedule.doorsOpenAt),
 *     doorsCloseAt: later(schedule.doorsCloseAt),
 *     salesCloseAt: later(schedule.salesCloseAt),
 *   });
 * }
 */
export async function rescheduleEvent<until extends Until = "mined">(
  connection: Connection,
  { eventId, doorsOpenAt, doorsCloseAt, salesCloseAt }: rescheduleEvent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<rescheduleEvent.Result, until>> {
  return send(
    connection,
    encodeCall(connection, "EventRegistry", "reschedule", [eventId, doorsOpenAt, doorsCloseAt, salesCloseAt]),
    (transaction) => ({
      schedule: scheduleOf(requireLog(connection, transaction, "EventRegistry", "EventRescheduled").schedule),
    }),
    options,
  );
}

export declare namespace rescheduleEvent {
  type Parameters = {
    readonly eventId: number;
    readonly doorsOpenAt: number;
    readonly doorsCloseAt: number;
    readonly salesCloseAt: number;
  };
  type Result = {
    /** The whole new schedule. */
    readonly schedule: EventSchedule;
  };
}
