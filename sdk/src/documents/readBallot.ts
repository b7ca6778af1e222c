import type { DocumentReader } from "./DocumentReader.ts";
import type { BallotTerms, EventPolicy, EventSchedule } from "./EventDocument.ts";
import type { Path } from "./Path.ts";

const HOUR = 3_600;

/** Bounds of the Ballot contract, in hours. */
const LEAST_FIRST_HOURS = 24;
const LEAST_LATER_HOURS = 1;
const MOST_HOURS = 24 * 365;

/** Seconds between the end of the list and the seal at least, and between the seal and the beacon's round. */
const LEAST_APPEALS = HOUR;
const GAP = HOUR;

const KEYS = ["listUntil", "sealAt", "keepUntil", "firstWindowHours", "laterWindowHours", "by", "thenOpen"];

/** What of the event the times of a ballot depend on. */
export type BallotEvent = {
  readonly policy: EventPolicy | undefined;
  readonly schedule: EventSchedule | undefined;
  readonly named: boolean | undefined;
};

/** Reads the `ballot` of a class. Undefined if it has a mistake. */
export function readBallot(reader: DocumentReader, path: Path, event: BallotEvent): BallotTerms | undefined {
  if (reader.object(path, KEYS) === undefined) return undefined;
  const at = (name: string): Path => [...path, name];
  const hours = (name: string, least: number) =>
    reader.has(at(name)) ? reader.whole(at(name), least, MOST_HOURS) : least;
  const listUntil = reader.instant(at("listUntil"));
  const sealAt = reader.instant(at("sealAt"));
  const keepUntil = reader.instant(at("keepUntil"));
  const first = hours("firstWindowHours", LEAST_FIRST_HOURS);
  const later = hours("laterWindowHours", LEAST_LATER_HOURS);
  const by = readBy(reader, at("by"), event);
  const thenOpen = reader.flag(at("thenOpen"));
  if (listUntil === undefined || sealAt === undefined || keepUntil === undefined) return undefined;
  if (first === undefined || later === undefined || by === undefined || thenOpen === undefined) return undefined;
  const terms = { by, listUntil, sealAt, keepUntil, firstWindow: first * HOUR, laterWindow: later * HOUR, thenOpen };
  if (sealAt < listUntil + LEAST_APPEALS) {
    return reader.fault(
      at("sealAt"),
      "must be at least one hour after listUntil, so that who was left out can appeal.",
    );
  }
  if (keepUntil <= sealAt) return reader.fault(at("keepUntil"), "must be after sealAt.");
  return event.schedule === undefined || fitsSchedule(reader, at, terms, event.schedule) ? terms : undefined;
}

function readBy(reader: DocumentReader, path: Path, { policy, named }: BallotEvent): BallotTerms["by"] | undefined {
  const verified = policy?.identityVerifier !== undefined;
  if (!reader.has(path)) return verified ? "person" : "key";
  const text = reader.text(path);
  if (text === undefined) return undefined;
  if (text !== "person" && text !== "key") return reader.fault(path, `must be "person" or "key", not "${text}".`);
  if (text === "person" && policy !== undefined && !verified) {
    return reader.fault(path, '"person" needs an identityVerifier in the policy.');
  }
  if (text === "key" && named === true) {
    return reader.fault(path, '"key" does not go with a named class, where every right must have a person.');
  }
  return text;
}

function fitsSchedule(
  reader: DocumentReader,
  at: (name: string) => Path,
  { sealAt, keepUntil, firstWindow }: BallotTerms,
  { salesOpenAt, salesCloseAt, doorsOpenAt }: EventSchedule,
): boolean {
  const drawn = sealAt + GAP;
  if (drawn >= salesCloseAt) {
    reader.fault(at("sealAt"), "must be more than one hour before salesCloseAt, or there is nothing to sell.");
    return false;
  }
  if (keepUntil > doorsOpenAt) {
    reader.fault(at("keepUntil"), "must not be after doorsOpenAt.");
    return false;
  }
  if (Math.max(drawn, salesOpenAt) + firstWindow > salesCloseAt) {
    reader.warn(at("firstWindowHours"), "the first window ends after salesCloseAt, so that there is no second one.");
  }
  return true;
}
