import { toHex, utf8 } from "../core/bytes.ts";
import { given } from "../core/given.ts";
import { keccak } from "../core/keccak.ts";
import { PageError } from "../core/PageError.ts";
import { type FieldShapes, fields, type Shape, shapeOf } from "../core/shape.ts";
import { addressOf } from "./addressOf.ts";
import { checkCapacity } from "./checkCapacity.ts";
import { checkOccasion } from "./checkOccasion.ts";
import { DocumentReader } from "./DocumentReader.ts";
import { decodeText } from "./decodeText.ts";
import type { EventClass, EventDocument, EventPolicy, EventSchedule } from "./EventDocument.ts";
import { EVENT_TYPES } from "./eventTypes.ts";
import { findEventNode } from "./findEventNode.ts";
import { formatInstant, type Instant, type InstantReading, readInstant, readTimeOfDay } from "./instant.ts";
import { readJson } from "./locatedJson.ts";
import { type Mistake, MistakeList, suggestName } from "./mistakes.ts";
import type { Path } from "./Path.ts";
import { readClasses } from "./readClasses.ts";
import { readLocation } from "./readLocation.ts";
import { type Pages, readPages, readUrl } from "./readPages.ts";

/** Most bytes of a document, because an untrusted server may send it. */
export const MAX_DOCUMENT_BYTES = 1_000_000;

/** The parts of an event document that could be read, and its mistakes. */
export type EventReading = {
  /** Missing if there is a mistake. */
  readonly document?: EventDocument | undefined;
  /** Missing if the classes themselves have a mistake. A table of buyers can be checked against them. */
  readonly classes?: readonly EventClass[] | undefined;
  readonly policy?: EventPolicy | undefined;
  readonly mistakes: readonly Mistake[];
  /** What is not a mistake, but what a person should look at twice before it is published. */
  readonly warnings: readonly Mistake[];
};

const instant: Shape<Instant> = shapeOf("a time", (value) => typeof value === "number");
const SCHEDULE_FIELDS: FieldShapes<EventSchedule> = {
  salesOpenAt: instant,
  salesCloseAt: instant,
  returnUntil: instant,
  rebindUntil: instant,
  nameBy: instant,
  doorsOpenAt: instant,
  doorsCloseAt: instant,
};
const SCHEDULE: Shape<EventSchedule> = fields(SCHEDULE_FIELDS);

/** The first time must not be after the second; with `strict` it must be before. */
const ORDER: readonly (readonly [before: keyof EventSchedule, after: keyof EventSchedule, strict: boolean])[] = [
  ["salesOpenAt", "salesCloseAt", true],
  ["salesCloseAt", "doorsCloseAt", false],
  ["returnUntil", "doorsOpenAt", false],
  ["rebindUntil", "doorsOpenAt", false],
  ["nameBy", "doorsOpenAt", false],
  ["doorsOpenAt", "doorsCloseAt", true],
];

const MAX_NAME_BYTES = 256;

/** How long before an event is published its sales may have opened, in seconds. */
const MAX_OPEN = 30 * 24 * 3_600;

const PASSED = "passed already.";
const HTML_FILE = "it is HTML; save what is between <script> and </script> as a file of its own.";

/**
 * Reads an event document as `parseEventDocument` does, and returns its mistakes instead of throwing them. A caller can
 * then show them together with the mistakes of other files.
 *
 * @param source The exact bytes that are served, because their hash goes on chain.
 * @param options.file Name of the file, for the mistakes.
 * @param options.now Seconds since 1970. If given, times that passed are mistakes, because the event is yet to be
 * published.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { describeMistake, readEventDocument } from "doorkey/organizer";
 *
 * const { document, mistakes } = readEventDocument(await readFile("event.json"), { file: "event.json" });
 * for (const mistake of mistakes) console.error(describeMistake(mistake));
 * console.log(document?.name);
 */
export function readEventDocument(source: Uint8Array | string, options: readEventDocument.Options = {}): EventReading {
  const { file, now } = given("options", options);
  if (typeof source !== "string" && !(source instanceof Uint8Array)) {
    throw new PageError("VALUE_INVALID", { details: ["source must be a text or a Uint8Array."] });
  }
  const bytes = typeof source === "string" ? utf8(source) : source;
  const mistakes = new MistakeList(file);
  const warnings = new MistakeList(file);
  const read = readBytes(bytes, { mistakes, warnings }, now);
  const { head, schedule, policy, classes, pages } = read;
  const isWhole = mistakes.all.length === 0;
  const document =
    isWhole && head && schedule && policy && classes
      ? { ...head, ...pages, schedule, policy, classes, documentHash: toHex(keccak(bytes)) }
      : undefined;
  return { document, classes, policy, mistakes: mistakes.all, warnings: warnings.all };
}

export declare namespace readEventDocument {
  type Options = { readonly file?: string | undefined; readonly now?: number | undefined };
}

type Parts = {
  readonly head?: Head | undefined;
  readonly schedule?: EventSchedule | undefined;
  readonly policy?: EventPolicy | undefined;
  readonly classes?: readonly EventClass[] | undefined;
  readonly pages?: Pages | undefined;
};

function readBytes(bytes: Uint8Array, lists: DocumentReader.Lists, now: number | undefined): Parts {
  const { mistakes } = lists;
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    mistakes.add({}, `the file has ${bytes.length} bytes, more than ${MAX_DOCUMENT_BYTES}.`);
    return {};
  }
  const text = decodeText(bytes, mistakes);
  if (text === undefined) return {};
  if (text.trim() === "") {
    mistakes.add({}, "the file is empty.");
    return {};
  }
  const json = readJson(text);
  if (!("rowOf" in json)) {
    const html = /^\s*<(?:script|!doctype|html|\w+)[\s>]/i.test(text) ? HTML_FILE : "";
    mistakes.add({ row: json.row, field: `column ${json.column}` }, `this is not JSON: ${html || json.sentence}`);
    return {};
  }
  const node = findEventNode(json);
  if (typeof node === "string") {
    mistakes.add({ row: json.rowOf([]) }, node);
    return {};
  }
  return readParts(new DocumentReader(json, node, lists), now);
}

function readParts(reader: DocumentReader, now: number | undefined): Parts {
  const start = reader.localTime(["startDate"]);
  const end = reader.has(["endDate"]) ? reader.localTime(["endDate"]) : undefined;
  const doors = readDoorTime(reader, start);
  const ours = reader.object(["doorkey"], ["schedule", "policy", "classes", "reportUrl", "wallet"]);
  const schedule = ours && readSchedule(reader, doors?.seconds, now);
  const head = readHead(reader, { start, end, doors });
  const policy = ours && readPolicy(reader);
  const classes = ours && readClasses(reader, { policy, schedule });
  if (classes !== undefined) checkCapacity(reader, classes);
  checkOccasion(reader, { start, end });
  if (now !== undefined && start !== undefined && start.seconds <= now) reader.fault(["startDate"], PASSED);
  return { head, schedule, policy, classes, pages: ours && readPages(reader) };
}

type Head = Pick<EventDocument, "name" | "venue" | "url" | "startsAt">;

type Times = {
  readonly start: InstantReading | undefined;
  readonly end: InstantReading | undefined;
  readonly doors: InstantReading | undefined;
};

function readHead(reader: DocumentReader, { start, end, doors }: Times): Head | undefined {
  readType(reader);
  const name = reader.text(["name"], MAX_NAME_BYTES);
  const venue = readLocation(reader);
  const url = readUrl(reader, ["url"]);
  if (start !== undefined && end !== undefined && end.seconds <= start.seconds) {
    reader.fault(["endDate"], "must be after startDate.");
  }
  if (start !== undefined && doors !== undefined && doors.seconds > start.seconds) {
    reader.fault(["doorTime"], "must not be after startDate.");
  }
  if (name === undefined || venue === undefined || url === undefined || start === undefined) return undefined;
  return { name, venue, url, startsAt: formatInstant(start.seconds, offsetOf(reader, start)) };
}

function readType(reader: DocumentReader): void {
  const path = ["@type"];
  if (!reader.has(path)) {
    reader.fault(path, "is missing.");
    return;
  }
  const types = reader.terms(path);
  if (types.some((type) => EVENT_TYPES.includes(type))) return;
  const [type = ""] = types;
  reader.fault(path, `must be "Event" or a subtype of it, not "${types.join(", ")}"${suggestName(type, EVENT_TYPES)}.`);
}

/** The door time: a moment, or a time of day on the day of the start. */
function readDoorTime(reader: DocumentReader, start: InstantReading | undefined): InstantReading | undefined {
  const path = ["doorTime"];
  const [item = path] = reader.items(path);
  const value = reader.value(item);
  const onDay = typeof value === "string" && start !== undefined ? readTimeOfDay(value, start) : undefined;
  if (onDay === undefined) return reader.localTime(path);
  return "fault" in onDay ? reader.fault(path, onDay.fault) : onDay;
}

/**
 * The event's own offset. Shops write the start in UTC when they mean no offset, so that another time of the document
 * shows it.
 */
function offsetOf(reader: DocumentReader, { offsetMinutes }: InstantReading): number {
  if (offsetMinutes !== 0) return offsetMinutes;
  const doors = readInstant(reader.value(["doorkey", "schedule", "doorsOpenAt"]));
  return "fault" in doors ? offsetMinutes : doors.offsetMinutes;
}

function readSchedule(
  reader: DocumentReader,
  doorTime: Instant | undefined,
  now: number | undefined,
): EventSchedule | undefined {
  const path = (name: string): Path => ["doorkey", "schedule", name];
  const names = Object.keys(SCHEDULE_FIELDS);
  if (reader.object(["doorkey", "schedule"], names) === undefined) return undefined;
  const times = new Map(names.map((name) => [name, reader.instant(path(name))]));
  for (const [before, after, strict] of ORDER) {
    const [a, b] = [times.get(before), times.get(after)];
    if (a === undefined || b === undefined || a < b || (!strict && a === b)) continue;
    reader.fault(path(before), `must ${strict ? "be before" : "not be after"} ${after}.`);
  }
  const doorsOpenAt = times.get("doorsOpenAt");
  if (doorsOpenAt !== undefined && doorTime !== undefined && doorTime !== doorsOpenAt) {
    reader.fault(path("doorsOpenAt"), "must be the same moment as doorTime.");
  }
  const schedule: unknown = Object.fromEntries(times);
  if (!SCHEDULE(schedule, "", [])) return undefined;
  if (schedule.salesCloseAt > schedule.doorsOpenAt) {
    reader.warn(path("salesCloseAt"), "is after doorsOpenAt, so that rights are still granted while doors are open.");
  }
  if (now !== undefined) checkPast(reader, schedule, now);
  return schedule;
}

/** Refuses times that passed, if nothing could happen before them any more. */
function checkPast(reader: DocumentReader, schedule: EventSchedule, now: number): void {
  const path = (name: keyof EventSchedule): Path => ["doorkey", "schedule", name];
  for (const name of ["salesCloseAt", "doorsOpenAt", "doorsCloseAt"] as const) {
    if (schedule[name] <= now) reader.fault(path(name), PASSED);
  }
  for (const name of ["returnUntil", "rebindUntil", "nameBy"] as const) {
    if (schedule[name] <= now) reader.warn(path(name), "passed already, so that this can never happen at the event.");
  }
  if (schedule.salesOpenAt < now - MAX_OPEN) {
    reader.fault(path("salesOpenAt"), "is more than 30 days in the past, which the contracts refuse.");
  }
}

function readPolicy(reader: DocumentReader): EventPolicy | undefined {
  const path = (name: keyof EventPolicy): Path => ["doorkey", "policy", name];
  const keys = ["identityVerifier", "scope", "maxPerPerson", "maxRebinds", "minPublicBps"] as const;
  if (reader.object(["doorkey", "policy"], keys) === undefined) return undefined;
  const verified = reader.has(path("identityVerifier"));
  const identityVerifier = verified ? readVerifier(reader, path("identityVerifier")) : undefined;
  for (const name of verified ? [] : (["maxPerPerson", "scope"] as const)) {
    if (reader.has(path(name))) {
      reader.fault(path(name), "needs an identityVerifier, because without one persons are not counted.");
    }
  }
  const scope = verified && reader.has(path("scope")) ? reader.whole(path("scope"), 1, 2 ** 32 - 1) : 0;
  const maxPerPerson = verified ? reader.whole(path("maxPerPerson"), 1, 3) : 0;
  const maxRebinds = reader.whole(path("maxRebinds"), 0, 255);
  const minPublicBps = reader.whole(path("minPublicBps"), 0, 10_000);
  if (verified && identityVerifier === undefined) return undefined;
  if (scope === undefined || maxPerPerson === undefined || maxRebinds === undefined || minPublicBps === undefined) {
    return undefined;
  }
  return { ...(identityVerifier && { identityVerifier }), scope, maxPerPerson, maxRebinds, minPublicBps };
}

function readVerifier(reader: DocumentReader, path: Path): EventPolicy["identityVerifier"] {
  const verifier = reader.text(path);
  if (verifier === undefined || verifier === "attester") return verifier;
  return (
    addressOf(verifier) ??
    reader.fault(
      path,
      `must be "attester", the verifier that comes with Doorkey, or the address of another, not "${verifier}".`,
    )
  );
}
