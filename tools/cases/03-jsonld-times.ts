import { formatInstant } from "doorkey/organizer";
import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "03-jsonld-times";

export const row: Case = {
  folder,
  title: "times in every form, with and without an offset",
  run: () =>
    documentLines(
      folder,
      {
        "date-only-end.json":
          'endDate: is a day without a time; write it as in "2027-03-20T18:00:00+09:00", not "2027-10-22".',
        "day-only-start.json":
          'startDate: is a day without a time; write it as in "2027-03-20T18:00:00+09:00", not "2027-10-22".',
        "door-time-after-start.json":
          "doorTime: must not be after startDate. doorkey.schedule.doorsOpenAt: must be the same moment as doorTime.",
        "door-time-in-words.json":
          'doorTime: must be a time such as "2027-03-20T18:00:00+09:00", with its offset, not "6 pm".',
        "door-time-of-day.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "door-time-with-seconds.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "february-30.json": "endDate: 30 February: no such day.",
        "hour-25.json": "endDate: 25:00: no such time.",
        "lower-case.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "microseconds.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "midnight-24.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "milliseconds.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "minute-60.json": "endDate: 22:60: no such time.",
        "no-doortime.json": "doorTime: is missing.",
        "no-end.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "no-offset.json":
          'startDate: has no offset from UTC; write it as in "2027-03-20T18:00:00+09:00", with its offset, not "2027-10-22T19:00:00". doorTime: has no offset from UTC; write it as in "2027-03-20T18:00:00+09:00", with its offset, not "2027-10-22T18:00:00". endDate: has no offset from UTC; write it as in "2027-03-20T18:00:00+09:00", with its offset, not "2027-10-22T22:00:00".',
        "offset-99.json": "startDate: +99:00: no such offset from UTC.",
        "offset-hours-only.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "offset-without-colon.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
        "space-for-t.json": "2027-10-22T19:00:00+11:00, doors 2027-10-22T18:00:00+11:00",
      },
      ({ startsAt, schedule }) => `${startsAt}, doors ${formatInstant(schedule.doorsOpenAt, 660)}`,
    ),
};
