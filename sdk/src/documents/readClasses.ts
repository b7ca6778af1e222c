import { codeOf, nameFault } from "../core/nameFault.ts";
import { addressOf } from "./addressOf.ts";
import type { DocumentReader } from "./DocumentReader.ts";
import type { EventClass, EventPolicy, EventSchedule } from "./EventDocument.ts";
import { expandSeats, MAX_SEATS } from "./expandSeats.ts";
import { appearanceOf, disguisedWord, mixedWord } from "./lookAlikes.ts";
import type { Path } from "./Path.ts";
import { plainName } from "./plainName.ts";
import { readBallot } from "./readBallot.ts";

const MAX_CLASSES = 64;
/** The contracts limit a name by its bytes. */
const MAX_NAME_BYTES = 64;

const PATH: Path = ["doorkey", "classes"];

/** How many more seats the document may name. */
type Room = { left: number };

/** What of the event its classes depend on. */
type Around = { readonly policy: EventPolicy | undefined; readonly schedule: EventSchedule | undefined };

/** Reads the classes in the order of the document. Undefined if any of them has a mistake. */
export function readClasses(reader: DocumentReader, { policy, schedule }: Around): readonly EventClass[] | undefined {
  if (reader.object(PATH) === undefined) return undefined;
  const names = reader.keys(PATH);
  if (names.length === 0 || names.length > MAX_CLASSES) {
    return reader.fault(PATH, `must name 1 to ${MAX_CLASSES} classes, not ${names.length}.`);
  }
  const room = { left: MAX_SEATS };
  const read = names.map((name, index) => readClass(reader, name, index + 1, { policy, schedule }, room));
  checkLikeness(reader, names);
  const whole = read.filter((class_) => class_ !== undefined);
  if (whole.length < read.length) return undefined;
  checkReservedShare(reader, whole, policy);
  return whole;
}

function readClass(
  reader: DocumentReader,
  key: string,
  id: number,
  { policy, schedule }: Around,
  room: Room,
): EventClass | undefined {
  const path = [...PATH, key];
  const name = readName(reader, path, key);
  if (name === undefined) return undefined;
  if (reader.object(path, ["supply", "seats", "reserved", "named", "saleHook", "sale", "ballot"]) === undefined)
    return undefined;
  const seated = reader.has([...path, "seats"]);
  const seats = seated ? readSeats(reader, [...path, "seats"], room) : [];
  const reserved = reader.flag([...path, "reserved"]);
  const named = reader.flag([...path, "named"]);
  const saleHook = reader.has([...path, "saleHook"]) ? readSaleHook(reader, [...path, "saleHook"]) : undefined;
  const sale = readSale(reader, path);
  const ballot = sale === "ballot" ? readBallot(reader, [...path, "ballot"], { policy, schedule, named }) : undefined;
  const supply =
    seated && !reader.has([...path, "supply"]) ? seats?.length : reader.whole([...path, "supply"], 1, 2 ** 32 - 1);
  if (seated && seats !== undefined && supply !== undefined && supply !== seats.length) {
    reader.fault([...path, "supply"], `must be the number of seats, ${seats.length}, or left out.`);
  }
  const verified = policy?.identityVerifier !== undefined;
  if (named && policy !== undefined && !verified) {
    reader.fault([...path, "named"], "needs an identityVerifier in the policy.");
  }
  if (reserved && named === false && verified) {
    reader.fault([...path, "named"], "must be true: if there is an identityVerifier, every reserved class is named.");
  }
  if (seats === undefined || reserved === undefined || named === undefined || supply === undefined) return undefined;
  if (sale === "ballot" && ballot === undefined) return undefined;
  return { id, name, supply, reserved, named, seats, ...(saleHook && { saleHook }), ...(ballot && { ballot }) };
}

/** How a class sells: to everybody who comes, or by a ballot. */
function readSale(reader: DocumentReader, path: Path): "open" | "ballot" | undefined {
  const [sale, ballot] = [
    [...path, "sale"],
    [...path, "ballot"],
  ];
  const text = reader.has(sale) ? reader.text(sale) : "open";
  if (text === undefined) return undefined;
  if (text !== "open" && text !== "ballot") return reader.fault(sale, `must be "open" or "ballot", not "${text}".`);
  if (text === "open" && reader.has(ballot)) return reader.fault(ballot, 'needs "sale": "ballot" in the class.');
  if (text === "ballot" && reader.has([...path, "saleHook"])) {
    return reader.fault(
      [...path, "saleHook"],
      'does not go with "sale": "ballot", which has the suite\'s Ballot as hook.',
    );
  }
  return text;
}

/**
 * The name of a class: letters of any script, digits, punctuation and single spaces. Composed and decomposed letters
 * are one name, and so are the kinds and the numbers of spaces, because tables and people do not keep them apart.
 */
function readName(reader: DocumentReader, path: Path, key: string): string | undefined {
  const name = plainName(key);
  const { length } = new TextEncoder().encode(name);
  const isLong = length > MAX_NAME_BYTES;
  const wordless = /[\p{L}\p{N}]/u.test(name) ? undefined : "use a letter or a digit of any script.";
  const fault = isLong ? `must have at most ${MAX_NAME_BYTES} bytes, not ${length}.` : (nameFault(key) ?? wordless);
  if (fault !== undefined) {
    return reader.fault(path, `"${key}" is not a class name: ${fault.startsWith("must") ? "it " : ""}${fault}`);
  }
  if (name !== key.normalize("NFC"))
    reader.warn(path, `is read as "${name}", without the spaces that people do not see.`);
  return name;
}

/** Warns of names that people confuse, and refuses two that are the same. */
function checkLikeness(reader: DocumentReader, keys: readonly string[]): void {
  const alike = new Map<string, string>();
  const same = new Set<string>();
  const eventName = reader.value(["name"]);
  const all = [...keys, ...(typeof eventName === "string" ? [eventName] : [])];
  for (const key of keys) {
    // A longer name is a mistake of its own.
    if (key.length > MAX_NAME_BYTES) continue;
    const path = [...PATH, key];
    const name = plainName(key);
    const likeness = appearanceOf(name);
    const first = alike.get(likeness);
    if (same.has(name)) reader.fault(path, `the class "${name}" occurs twice.`);
    else if (first !== undefined)
      reader.warn(path, `looks like the class "${first}"; people may take one for the other.`);
    else warnOfLetters(reader, path, name, all);
    same.add(name);
    alike.set(likeness, first ?? name);
  }
}

function warnOfLetters(reader: DocumentReader, path: Path, name: string, all: readonly string[]): void {
  const mixed = mixedWord(name);
  if (mixed !== undefined) {
    const { word, letter, script } = mixed;
    reader.warn(
      path,
      `"${word}" mixes scripts: its "${letter}" is ${script} (${codeOf(letter)}), and may look like another letter.`,
    );
    return;
  }
  const disguised = disguisedWord(name, all);
  if (disguised === undefined) return;
  reader.warn(path, `"${disguised.word}" looks Latin, but its letters are ${disguised.script}.`);
}

function readSaleHook(reader: DocumentReader, path: Path): EventClass["saleHook"] {
  const text = reader.text(path);
  if (text === undefined) return undefined;
  return addressOf(text) ?? reader.fault(path, `must be the address of a contract, not "${text}".`);
}

function readSeats(reader: DocumentReader, path: Path, room: Room): readonly string[] | undefined {
  const patterns = reader.texts(path);
  if (patterns === undefined) return undefined;
  const labels = new Set<string>();
  let whole = true;
  for (const [index, pattern] of patterns.entries()) {
    const found = expandSeats(pattern, room.left);
    const wrong = typeof found === "string" ? found : addSeats(labels, found);
    if (wrong !== undefined) reader.fault([...path, index], wrong);
    whole &&= wrong === undefined;
    room.left -= typeof found === "string" ? 0 : found.length;
  }
  return whole ? [...labels] : undefined;
}

/** Adds seats to the labels of a class. Returns a sentence if a label occurs twice, because it must name one seat. */
function addSeats(labels: Set<string>, found: readonly string[]): string | undefined {
  for (const label of found) {
    if (labels.has(label)) return `seat ${label} occurs twice in this class.`;
    labels.add(label);
  }
  return undefined;
}

function checkReservedShare(
  reader: DocumentReader,
  classes: readonly EventClass[],
  policy: EventPolicy | undefined,
): void {
  if (policy === undefined) return;
  const places = classes.reduce((sum, { supply }) => sum + supply, 0);
  const reserved = classes.reduce((sum, class_) => sum + (class_.reserved ? class_.supply : 0), 0);
  if (reserved * 10_000 > places * (10_000 - policy.minPublicBps)) {
    reader.fault(
      ["doorkey", "policy", "minPublicBps"],
      `${reserved} of ${places} places are reserved, more than ${(10_000 - policy.minPublicBps) / 100} %.`,
    );
  }
}
