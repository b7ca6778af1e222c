import { toHex, utf8 } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { keccak } from "../core/keccak.ts";
import { type FieldShapes, fields, type Shape, shapeOf } from "../core/shape.ts";
import { addressOf } from "./addressOf.ts";
import { DocumentReader, type Instant } from "./DocumentReader.ts";
import type { EventClass, EventDocument, EventPolicy, EventSchedule } from "./EventDocument.ts";
import { readJson } from "./locatedJson.ts";
import { decodeText, type Mistake, MistakeList } from "./mistakes.ts";
import { readClasses } from "./readClasses.ts";

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

/**
 * Reads an event document as `parseEventDocument` does, and returns its mistakes instead of throwing them. A caller can
 * then show them together with the mistakes of other files.
 *
 * @param source The exact bytes that are served, because their hash goes on chain.
 * @param options.file Name of the file, for the mistakes.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { describeMistake, readEventDocument } from "doorkey/organizer";
 *
 * const { document, mistakes } = readEventDocument(await readFile("event.json"), { file: "event.json" });
 * for (const mistake of mistakes) console.error(describeMistake(mistake));
 * console.log(document?.name);
 */
export function readEventDocument(source: Uint8Array | string, options: readEventDocument.Options = {}): EventReading {
  const { file } = given("options", options);
  if (typeof source !== "string" && !(source instanceof Uint8Array)) {
    throw new DoorkeyError("VALUE_INVALID", { details: ["source must be a text or a Uint8Array."] });
  }
  const bytes = typeof source === "string" ? utf8(source) : source;
  const mistakes = new MistakeList(file);
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    mistakes.add({}, `the file has ${bytes.length} bytes, more than ${MAX_DOCUMENT_BYTES}.`);
    return { mistakes: mistakes.all };
  }
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
  const document =
    head && schedule && policy && classes && mistakes.all.length === 0
      ? {
          ...head,
          ...(reportUrl === undefined ? {} : { reportUrl }),
          schedule,
          policy,
          classes,
          documentHash: toHex(keccak(bytes)),
        }
      : undefined;
  return { document, classes, policy, mistakes: mistakes.all };
}

export declare namespace readEventDocument {
  type Options = { readonly file?: string | undefined };
}

type Head = Pick<EventDocument, "name" | "venue" | "url" | "startsAt">;

function readHead(reader: DocumentReader, doorTime: Instant | undefined): Head | undefined {
  const context = reader.text("@context");
  if (context !== undefined && !/^https?:\/\/schema\.org\/?$/.test(context)) {
    reader.fault("@context", `must be "https://schema.org", not "${context}".`);
  }
  const type = reader.text("@type");
  if (type !== undefined && !type.endsWith("Event"))
    reader.fault("@type", `must be "Event" or a subtype of it, not "${type}".`);
  const name = reader.text("name", MAX_NAME_BYTES);
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
  const startsAt = startDate === undefined ? undefined : reader.text("startDate");
  if (name === undefined || venue === undefined || url === undefined || startsAt === undefined) return undefined;
  return { name, venue, url, startsAt };
}

function readUrl(reader: DocumentReader, path: string): string | undefined {
  const url = reader.text(path);
  if (url === undefined || (URL.canParse(url) && new URL(url).protocol === "https:")) return url;
  return reader.fault(path, `must be an https address, not "${url}".`);
}

function readSchedule(reader: DocumentReader, doorTime: Instant | undefined): EventSchedule | undefined {
  const path = (name: string): string => `doorkey.schedule.${name}`;
  const names = Object.keys(SCHEDULE_FIELDS);
  if (reader.object("doorkey.schedule", names) === undefined) return undefined;
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
  return SCHEDULE(schedule, "", []) ? schedule : undefined;
}

function readPolicy(reader: DocumentReader): EventPolicy | undefined {
  const path = (name: keyof EventPolicy): string => `doorkey.policy.${name}`;
  const keys = ["identityVerifier", "scope", "maxPerPerson", "maxRebinds", "minPublicBps"] as const;
  if (reader.object("doorkey.policy", keys) === undefined) return undefined;
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

function readVerifier(reader: DocumentReader, path: string): EventPolicy["identityVerifier"] {
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
