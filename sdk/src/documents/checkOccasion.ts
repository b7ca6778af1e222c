import type { DocumentReader } from "./DocumentReader.ts";
import { formatInstant, type InstantReading, readInstant } from "./instant.ts";
import { suggestName } from "./mistakes.ts";
import type { Path } from "./Path.ts";
import { isRecord } from "./Vocabulary.ts";

/** What each status means for an event that is to be published. */
const STATUSES: Readonly<Record<string, string | undefined>> = {
  EventScheduled: undefined,
  EventRescheduled: undefined,
  EventCancelled: "eventStatus says that it is cancelled; remove it, or publish another event.",
  EventPostponed: "eventStatus says that it is postponed; publish it when its new day is set.",
  EventMovedOnline: "eventStatus says that it moved online, where there are no doors.",
};

const DAY = 24 * 3_600;

/** When the event starts and ends, as far as it could be read. */
export type Span = { readonly start: InstantReading | undefined; readonly end: InstantReading | undefined };

/**
 * Checks what schema.org says of the occasion, because an event cannot change once it is published: whether it is
 * cancelled, online, or stands for several dates.
 */
export function checkOccasion(reader: DocumentReader, span: Span): void {
  checkStatus(reader, span);
  if (reader.terms(["@type"]).includes("EventSeries")) {
    reader.warn(["@type"], "is EventSeries, which stands for several events; only the one on startDate is published.");
  }
  checkAttendance(reader);
  checkSchedules(reader);
  checkSubEvents(reader, span);
  if (reader.has(["superEvent"])) checkSuperEvent(reader);
  const { start, end } = span;
  if (start !== undefined && end !== undefined && end.seconds - start.seconds > DAY) {
    reader.warn(["endDate"], "is more than a day after startDate; each right is good for one entry.");
  }
}

function checkStatus(reader: DocumentReader, { start }: Span): void {
  const path = ["eventStatus"];
  const statuses = reader.terms(path);
  if (reader.has(path) && statuses.length === 0) reader.fault(path, "must be a status such as EventScheduled.");
  for (const status of statuses) {
    // Pages write this one in both spellings.
    const known = status === "EventCanceled" ? "EventCancelled" : status;
    if (!Object.hasOwn(STATUSES, known)) {
      reader.fault(path, `is not a status of schema.org: "${status}"${suggestName(known, Object.keys(STATUSES))}.`);
      continue;
    }
    const fault = STATUSES[known];
    if (fault !== undefined) reader.fault(path, fault);
    if (known === "EventRescheduled") checkPreviousStart(reader, start);
  }
}

function checkPreviousStart(reader: DocumentReader, start: InstantReading | undefined): void {
  for (const path of reader.items(["previousStartDate"])) {
    const previous = readInstant(reader.value(path));
    if (!("fault" in previous) && previous.seconds === start?.seconds) {
      reader.fault(["startDate"], "is the same as previousStartDate, but eventStatus says that it was rescheduled.");
    }
  }
  reader.warn(["eventStatus"], "says that it was rescheduled; startDate must be the new date.");
}

function checkAttendance(reader: DocumentReader): void {
  const path = ["eventAttendanceMode"];
  if (/^OnlineEventAttendanceMode$|^online$/i.test(reader.terms(path)[0] ?? "")) {
    reader.fault(path, "says that it is online only, where there are no doors.");
  }
}

function checkSchedules(reader: DocumentReader): void {
  const path = ["eventSchedule"];
  const schedules = reader.items(path);
  const several = "publish an event for each date, because a right is for one entry.";
  if (schedules.length > 1) {
    reader.fault(path, `has ${schedules.length} schedules; a repeated schedule is several events: ${several}`);
  } else if (schedules.some((schedule) => isRepeated(reader, schedule))) {
    reader.fault(path, `repeats; a repeated schedule is several events: ${several}`);
  }
}

/** Whether a schedule has more than one date, as far as it says. */
function isRepeated(reader: DocumentReader, path: Path): boolean {
  const at = (name: string): unknown => reader.value([...path, name]);
  const count = Number(at("repeatCount"));
  if (count === 1) return false;
  if (count > 1) return true;
  if (
    ["repeatFrequency", "byDay", "byMonth", "byMonthDay", "byMonthWeek"].some((name) => reader.has([...path, name]))
  ) {
    return true;
  }
  const [start, end] = [at("startDate"), at("endDate")].map((date) => String(date ?? "").slice(0, 10));
  return start !== "" && end !== "" && start !== end;
}

function checkSubEvents(reader: DocumentReader, { start }: Span): void {
  for (const name of ["subEvent", "subEvents"]) {
    const events = reader.items([name]);
    const days = new Set(events.map((event) => dayOf(reader, event, start)));
    const first = start && formatInstant(start.seconds, start.offsetMinutes).slice(0, 10);
    if (events.length > 1 && (days.size > 1 || days.has(undefined) || !days.has(first))) {
      reader.fault([name], `has ${events.length} events; publish an event for each, because a right is for one entry.`);
    } else if (events.length === 1 && !days.has(first)) {
      reader.fault([name], "has an event that is not on the day of startDate; publish it as an event of its own.");
    } else if (events.length > 0) {
      reader.warn([name], "is not published; only the event itself is.");
    }
  }
}

/** The day on which a part of the event starts, in the event's offset. */
function dayOf(reader: DocumentReader, path: Path, start: InstantReading | undefined): string | undefined {
  const read = readInstant(reader.value([...path, "startDate"]));
  if ("fault" in read) return undefined;
  return formatInstant(read.seconds, start?.offsetMinutes).slice(0, 10);
}

function checkSuperEvent(reader: DocumentReader): void {
  const path = ["superEvent"];
  for (const status of reader.terms([...path, "eventStatus"])) {
    const fault = STATUSES[status];
    if (fault !== undefined) reader.fault([...path, "eventStatus"], fault.replace("it is", "the whole is"));
  }
  const value = reader.value([...path, "name"]);
  const name = isRecord(reader.value(path)) && typeof value === "string" ? ` "${value}"` : "";
  reader.warn(path, `says that this is a part of${name}; only this part is published.`);
}
