import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "05-jsonld-festival";

export const row: Case = {
  folder,
  title: "cancelled, repeated, online, too large",
  run: () =>
    documentLines(
      folder,
      {
        "cancelled.json": "eventStatus: eventStatus says that it is cancelled; remove it, or publish another event.",
        "capacity-below-supply.json": "maximumAttendeeCapacity: is 499, but the classes have 500 places.",
        "capacity-enough.json": "Night Ferry",
        "capacity-of-place.json": "location.maximumAttendeeCapacity: is 499, but the classes have 500 places.",
        "doors-before-sales-close.json": "Night Ferry",
        "mixed-attendance.json": "Night Ferry",
        "moved-online.json": "eventStatus: eventStatus says that it moved online, where there are no doors.",
        "offer-validity.json": "Night Ferry",
        "online.json":
          "location: is only a VirtualLocation; an event with doors needs a Place. eventAttendanceMode: says that it is online only, where there are no doors.",
        "postponed.json": "eventStatus: eventStatus says that it is postponed; publish it when its new day is set.",
        "rescheduled-to-the-same-day.json":
          "startDate: is the same as previousStartDate, but eventStatus says that it was rescheduled.",
        "rescheduled.json": "Night Ferry (eventStatus: says that it was rescheduled; startDate must be the new date.)",
        "schedule-once.json": "Night Ferry",
        "schedule-weekdays.json":
          "eventSchedule: repeats; a repeated schedule is several events: publish an event for each date, because a right is for one entry.",
        "schedule.json":
          "eventSchedule: repeats; a repeated schedule is several events: publish an event for each date, because a right is for one entry.",
        "scheduled.json": "Night Ferry",
        "status-list.json": "eventStatus: eventStatus says that it is cancelled; remove it, or publish another event.",
        "status-unknown.json": 'eventStatus: is not a status of schema.org: "sold out".',
        "subevents.json": "subEvent: has 2 events; publish an event for each, because a right is for one entry.",
        "super-event.json":
          'Night Ferry (superEvent: says that this is a part of "Harbour Days"; only this part is published.)',
      },
      ({ name }) => name,
    ),
};
