import { decodeText, type Mistake, MistakeList } from "../../cli/mistakes.ts";
import { DocumentReader, type Instant } from "./document.ts";
import { readJson } from "./json.ts";
import { expandSeats } from "./seats.ts";

export type Schedule = { readonly [name in (typeof SCHEDULE)[number]]: Instant };

export type ClassInput = {
  /** As contracts count them: from 1, in the order of the document. */
  readonly id: number;
  readonly name: string;
  readonly supply: number;
  readonly reserved: boolean;
  readonly named: boolean;
  /** Labels of the seats, seat n the nth; empty in a class without seats. */
  readonly seats: readonly string[];
};

export type Policy = {
  /** Whether an attester vouches for persons. */
  readonly attested: boolean;
  readonly maxPerPerson: number;
  readonly maxRebinds: number;
  readonly minPublicBps: number;
};

/** What an event document says, checked. */
export type EventInput = {
  readonly name: string;
  readonly venue: string;
  readonly url: string;
  readonly startDate: Instant;
  /** Offset of the event's own time from UTC: times are shown in it. */
  readonly offsetMinutes: number;
  readonly schedule: Schedule;
  readonly policy: Policy;
  readonly classes: readonly ClassInput[];
  readonly reportUrl: string | undefined;
};

export type ReadEvent = {
  /** Only when there is no mistake. */
  readonly event?: EventInput | undefined;
  /** The classes, when at least they could be read: buyers are checked against them. */
  readonly classes?: readonly ClassInput[] | undefined;
  readonly policy?: Policy | undefined;
  readonly mistakes: readonly Mistake[];
};

const SCHEDULE = [
  "salesOpenAt",
  "salesCloseAt",
  "returnUntil",
  "rebindUntil",
  "nameBy",
  "doorsOpenAt",
  "doorsCloseAt",
] as const;

/** Each time must not be after, or with `strict` must be before, the other. */
const ORDER: readonly (readonly [before: keyof Schedule, after: keyof Schedule, strict: boolean])[] = [
  ["salesOpenAt", "salesCloseAt", true],
  ["salesCloseAt", "doorsCloseAt", false],
  ["returnUntil", "doorsOpenAt", false],
  ["rebindUntil", "doorsOpenAt", false],
  ["nameBy", "doorsOpenAt", false],
  ["doorsOpenAt", "doorsCloseAt", true],
];

const MAX_CLASSES = 64;
const CLASS_NAME = /^\p{L}[\p{L}\p{N} _-]{0,31}$/u;

/** Reads an event document: a schema.org/Event with one key `doorkey`. Finds every mistake at once. */
export function readEvent(bytes: Uint8Array, file: string): ReadEvent {
  const mistakes = new MistakeList(file);
  const text = decodeText(bytes, mistakes);
  if (text === undefined) return { mistakes: mistakes.all };
  const json = readJson(text);
  if (!("rowOf" in json)) {
    mistakes.add({ row: json.row, field: `column ${json.column}` }, `this is not JSON: ${json.sentence}`);
    return { mistakes: mistakes.all };
  }
  const reader = new DocumentReader(json, mistakes);
  if (reader.object("") === undefined) return { mistakes: mistakes.all };
  const doorTime = reader.instant("doorTime");
  const head = readHead(reader, doorTime);
  const ours = reader.object("doorkey", ["schedule", "policy", "classes", "reportUrl"]);
  const schedule = ours && readSchedule(reader, doorTime);
  const policy = ours && readPolicy(reader);
  const classes = ours && readClasses(reader, policy);
  const reportUrl = reader.has("doorkey.reportUrl") ? readUrl(reader, "doorkey.reportUrl") : undefined;
  const event =
    head && schedule && policy && classes && mistakes.all.length === 0
      ? { ...head, schedule, policy, classes, reportUrl }
      : undefined;
  return { event, classes, policy, mistakes: mistakes.all };
}

type Head = Pick<EventInput, "name" | "venue" | "url" | "startDate" | "offsetMinutes">;

function readHead(reader: DocumentReader, doorTime: Instant | undefined): Head | undefined {
  const context = reader.text("@context");
  if (context !== undefined && !/^https?:\/\/schema\.org\/?$/.test(context)) {
    reader.fault("@context", `must be "https://schema.org", not "${context}".`);
  }
  const type = reader.text("@type");
  if (type !== undefined && !type.endsWith("Event"))
    reader.fault("@type", `must be "Event" or a kind of it, not "${type}".`);
  const name = reader.text("name");
  const venue = reader.object("location") && reader.text("location.name");
  const url = readUrl(reader, "url");
  const startDate = reader.instant("startDate");
  const endDate = reader.instant("endDate");
  if (startDate !== undefined && endDate !== undefined && endDate <= startDate) {
    reader.fault("endDate", "must be after startDate.");
  }
  if (startDate !== undefined && doorTime !== undefined && doorTime > startDate) {
    reader.fault("doorTime", "must not be after startDate.");
  }
  if (name === undefined || venue === undefined || url === undefined || startDate === undefined) return undefined;
  return { name, venue, url, startDate, offsetMinutes: reader.offsetMinutes("startDate") };
}

function readUrl(reader: DocumentReader, path: string): string | undefined {
  const url = reader.text(path);
  if (url === undefined || (URL.canParse(url) && new URL(url).protocol === "https:")) return url;
  return reader.fault(path, `must be an https address, not "${url}".`);
}

function readSchedule(reader: DocumentReader, doorTime: Instant | undefined): Schedule | undefined {
  const path = (name: keyof Schedule): string => `doorkey.schedule.${name}`;
  if (reader.object("doorkey.schedule", SCHEDULE) === undefined) return undefined;
  const times = new Map(SCHEDULE.map((name) => [name, reader.instant(path(name))]));
  for (const [before, after, strict] of ORDER) {
    const [a, b] = [times.get(before), times.get(after)];
    if (a === undefined || b === undefined || a < b || (!strict && a === b)) continue;
    reader.fault(path(before), `must ${strict ? "be before" : "not be after"} ${after}.`);
  }
  const doorsOpenAt = times.get("doorsOpenAt");
  if (doorsOpenAt !== undefined && doorTime !== undefined && doorTime !== doorsOpenAt) {
    reader.fault(path("doorsOpenAt"), "must be the same moment as doorTime.");
  }
  if ([...times.values()].includes(undefined)) return undefined;
  return Object.fromEntries(times) as Schedule;
}

function readPolicy(reader: DocumentReader): Policy | undefined {
  const path = (name: string): string => `doorkey.policy.${name}`;
  const keys = ["identityVerifier", "maxPerPerson", "maxRebinds", "minPublicBps"];
  if (reader.object("doorkey.policy", keys) === undefined) return undefined;
  const attested = reader.has(path("identityVerifier"));
  if (attested) {
    const verifier = reader.text(path("identityVerifier"));
    if (verifier !== undefined && verifier !== "attester") {
      reader.fault(
        path("identityVerifier"),
        `must be "attester", the verifier that comes with Doorkey, not "${verifier}".`,
      );
    }
  }
  if (!attested && reader.has(path("maxPerPerson"))) {
    reader.fault(path("maxPerPerson"), "needs an identityVerifier: nobody would tell persons apart.");
  }
  const maxPerPerson = attested ? reader.whole(path("maxPerPerson"), 1, 3) : 0;
  const maxRebinds = reader.whole(path("maxRebinds"), 0, 255);
  const minPublicBps = reader.whole(path("minPublicBps"), 0, 10_000);
  if (maxPerPerson === undefined || maxRebinds === undefined || minPublicBps === undefined) return undefined;
  return { attested, maxPerPerson, maxRebinds, minPublicBps };
}

function readClasses(reader: DocumentReader, policy: Policy | undefined): readonly ClassInput[] | undefined {
  const classes = reader.object("doorkey.classes");
  if (classes === undefined) return undefined;
  const names = Object.keys(classes);
  if (names.length === 0 || names.length > MAX_CLASSES) {
    return reader.fault("doorkey.classes", `must name 1 to ${MAX_CLASSES} classes, not ${names.length}.`);
  }
  const read = names.map((name, index) => readClass(reader, name, index + 1, policy));
  const whole = read.filter((class_) => class_ !== undefined);
  if (whole.length < read.length) return undefined;
  checkReservedShare(reader, whole, policy);
  return whole;
}

function readClass(
  reader: DocumentReader,
  name: string,
  id: number,
  policy: Policy | undefined,
): ClassInput | undefined {
  const path = `doorkey.classes.${name}`;
  if (!CLASS_NAME.test(name)) {
    return reader.fault(
      path,
      `"${name}" is no name for a class: a letter, then up to 31 letters, digits, spaces, - or _.`,
    );
  }
  if (reader.object(path, ["supply", "seats", "reserved", "named"]) === undefined) return undefined;
  const seated = reader.has(`${path}.seats`);
  const seats = seated ? readSeats(reader, `${path}.seats`) : [];
  const reserved = reader.flag(`${path}.reserved`);
  const named = reader.flag(`${path}.named`);
  const supply =
    seated && !reader.has(`${path}.supply`) ? seats?.length : reader.whole(`${path}.supply`, 1, 2 ** 32 - 1);
  if (seated && seats !== undefined && supply !== undefined && supply !== seats.length) {
    reader.fault(`${path}.supply`, `must be the number of seats, ${seats.length}, or left out.`);
  }
  if (named && policy?.attested === false) {
    reader.fault(`${path}.named`, "needs an identityVerifier in the policy.");
  }
  if (reserved && named === false && policy?.attested) {
    reader.fault(`${path}.named`, "must be true: with an identityVerifier every reserved class is named.");
  }
  if (seats === undefined || reserved === undefined || named === undefined || supply === undefined) return undefined;
  return { id, name, supply, reserved, named, seats };
}

function readSeats(reader: DocumentReader, path: string): readonly string[] | undefined {
  const patterns = reader.texts(path);
  if (patterns === undefined) return undefined;
  const labels = new Set<string>();
  let whole = true;
  patterns.forEach((pattern, index) => {
    const found = expandSeats(pattern);
    const twice = typeof found === "string" ? undefined : found.find((label) => labels.has(label));
    if (typeof found === "string") reader.fault(`${path}[${index}]`, found);
    else if (twice !== undefined) reader.fault(`${path}[${index}]`, `seat ${twice} stands twice in this class.`);
    else for (const label of found) labels.add(label);
    whole &&= typeof found !== "string" && twice === undefined;
  });
  return whole ? [...labels] : undefined;
}

function checkReservedShare(reader: DocumentReader, classes: readonly ClassInput[], policy: Policy | undefined): void {
  if (policy === undefined) return;
  const places = classes.reduce((sum, { supply }) => sum + supply, 0);
  const reserved = classes.reduce((sum, class_) => sum + (class_.reserved ? class_.supply : 0), 0);
  if (reserved * 10_000 > places * (10_000 - policy.minPublicBps)) {
    reader.fault(
      "doorkey.policy.minPublicBps",
      `${reserved} of ${places} places are reserved, more than ${(10_000 - policy.minPublicBps) / 100} %.`,
    );
  }
}
