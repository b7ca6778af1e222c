import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { EventSchedule } from "../documents/EventDocument.ts";
import { scheduleOf } from "../state/scheduleOf.ts";

/**
 * Reschedules an event before its doors open. For admins. The contracts enforce these rules:
 *
 * - Doors may open later at any time, but at most 6 years (of 365 days) after sales.
 * - Doors come forward with notice: to 48 hours from now or later.
 * - On the day itself, doors come forward to at most 3 hours before the announced doors, and at least 1 hour from now.
 *   The announced doors are those as published, or as last set with 48 hours' notice or later than before. Short steps
 *   therefore never add up.
 * - Doors close earlier only if they open 48 hours from now or later. They stay open for 1 hour, or as long as they
 *   were if that is less.
 * - Sales close after they open, and when doors close at the latest.
 *
 * returnUntil, rebindUntil and nameBy move along with doorsOpenAt. Holders then keep 48 hours to return, or until doors.
 * A passed rebindUntil reopens only if doors open at least 48 hours later than before, and a passed nameBy stays. To let
 * doors close later once they are open, see `extendDoors`.
 *
 * @param parameters.doorsOpenAt In seconds, as the other times.
 * @throws CALL_REVERTED with TeamAdminOnly, ScheduleInvalid and the field that breaks a rule, ScheduleUnchanged when the
 * event has these times, DoorsOpen, EventIsCancelled or EventNonexistent; what `send` throws.
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
  parameters: rescheduleEvent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<rescheduleEvent.Result, until>> {
  const { eventId, doorsOpenAt, doorsCloseAt, salesCloseAt } = checked(connection, parameters, [
    "eventId",
    "doorsOpenAt",
    "doorsCloseAt",
    "salesCloseAt",
  ]);
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
