import { addressOf } from "./addressOf.ts";
import type { DocumentReader } from "./DocumentReader.ts";
import type { EventClass, EventPolicy } from "./EventDocument.ts";
import { expandSeats, MAX_SEATS } from "./expandSeats.ts";

const MAX_CLASSES = 64;
const CLASS_NAME = /^\p{L}[\p{L}\p{N} _-]{0,31}$/u;
const MAX_NAME_BYTES = 64;

/** How many more seats the document may name. */
type Room = { left: number };

/** Reads the classes in the order of the document. Undefined if any of them has a mistake. */
export function readClasses(
  reader: DocumentReader,
  policy: EventPolicy | undefined,
): readonly EventClass[] | undefined {
  const classes = reader.object("doorkey.classes");
  if (classes === undefined) return undefined;
  const names = Object.keys(classes);
  if (names.length === 0 || names.length > MAX_CLASSES) {
    return reader.fault("doorkey.classes", `must name 1 to ${MAX_CLASSES} classes, not ${names.length}.`);
  }
  const room = { left: MAX_SEATS };
  const read = names.map((name, index) => readClass(reader, name, index + 1, policy, room));
  const whole = read.filter((class_) => class_ !== undefined);
  if (whole.length < read.length) return undefined;
  checkReservedShare(reader, whole, policy);
  return whole;
}

function readClass(
  reader: DocumentReader,
  name: string,
  id: number,
  policy: EventPolicy | undefined,
  room: Room,
): EventClass | undefined {
  const path = `doorkey.classes.${name}`;
  if (!CLASS_NAME.test(name) || new TextEncoder().encode(name).length > MAX_NAME_BYTES) {
    return reader.fault(
      path,
      `"${name}" is not a class name: use a letter, then up to 31 letters, digits, spaces, - or _.`,
    );
  }
  if (reader.object(path, ["supply", "seats", "reserved", "named", "saleHook"]) === undefined) return undefined;
  const seated = reader.has(`${path}.seats`);
  const seats = seated ? readSeats(reader, `${path}.seats`, room) : [];
  const reserved = reader.flag(`${path}.reserved`);
  const named = reader.flag(`${path}.named`);
  const saleHook = reader.has(`${path}.saleHook`) ? readSaleHook(reader, `${path}.saleHook`) : undefined;
  const supply =
    seated && !reader.has(`${path}.supply`) ? seats?.length : reader.whole(`${path}.supply`, 1, 2 ** 32 - 1);
  if (seated && seats !== undefined && supply !== undefined && supply !== seats.length) {
    reader.fault(`${path}.supply`, `must be the number of seats, ${seats.length}, or left out.`);
  }
  const verified = policy?.identityVerifier !== undefined;
  if (named && policy !== undefined && !verified) {
    reader.fault(`${path}.named`, "needs an identityVerifier in the policy.");
  }
  if (reserved && named === false && verified) {
    reader.fault(`${path}.named`, "must be true: if there is an identityVerifier, every reserved class is named.");
  }
  if (seats === undefined || reserved === undefined || named === undefined || supply === undefined) return undefined;
  return { id, name, supply, reserved, named, seats, ...(saleHook && { saleHook }) };
}

function readSaleHook(reader: DocumentReader, path: string): EventClass["saleHook"] {
  const text = reader.text(path);
  if (text === undefined) return undefined;
  return addressOf(text) ?? reader.fault(path, `must be the address of a contract, not "${text}".`);
}

function readSeats(reader: DocumentReader, path: string, room: Room): readonly string[] | undefined {
  const patterns = reader.texts(path);
  if (patterns === undefined) return undefined;
  const labels = new Set<string>();
  let whole = true;
  for (const [index, pattern] of patterns.entries()) {
    const found = expandSeats(pattern, room.left);
    const wrong = typeof found === "string" ? found : addSeats(labels, found);
    if (wrong !== undefined) reader.fault(`${path}[${index}]`, wrong);
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
      "doorkey.policy.minPublicBps",
      `${reserved} of ${places} places are reserved, more than ${(10_000 - policy.minPublicBps) / 100} %.`,
    );
  }
}
