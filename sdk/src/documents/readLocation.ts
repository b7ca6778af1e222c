import type { DocumentReader } from "./DocumentReader.ts";
import type { Path } from "./Path.ts";
import { isRecord } from "./Vocabulary.ts";

/** The parts of an address, from the street to the country, as one line of text has them. */
const ADDRESS_PARTS = [
  "name",
  "streetAddress",
  "postOfficeBoxNumber",
  "addressLocality",
  "addressRegion",
  "postalCode",
  "addressCountry",
] as const;

/**
 * Reads the name of the one place where doors open. `location` may be a text, a place, or a list. A virtual location
 * beside a place is not where doors open.
 */
export function readLocation(reader: DocumentReader): string | undefined {
  const path = ["location"];
  const items = reader.items(path);
  if (items.length === 0) return reader.fault(path, "is missing.");
  const places = items.filter((item) => !isVirtual(reader, item));
  const [place, ...others] = places;
  if (place === undefined) {
    return reader.fault(path, "is only a VirtualLocation; an event with doors needs a Place.");
  }
  if (others.length === 0) return readPlace(reader, place);
  return reader.fault(path, `is a list of ${places.length} places, name one: doors open at one place.`);
}

function isVirtual(reader: DocumentReader, path: Path): boolean {
  const value = reader.value(path);
  if (typeof value === "string") return /^https?:\/\//i.test(value.trim());
  return reader.terms([...path, "@type"]).includes("VirtualLocation");
}

function readPlace(reader: DocumentReader, path: Path): string | undefined {
  const value = reader.value(path);
  if (typeof value === "string") return reader.text(path);
  if (!isRecord(value)) return reader.fault(path, "must be a Place { … } or a text.");
  if (reader.has([...path, "name"])) return reader.text([...path, "name"]);
  if (reader.terms([...path, "@type"]).includes("PostalAddress")) return readAddress(reader, path);
  const [address, ...others] = reader.items([...path, "address"]);
  if (address === undefined) return reader.fault([...path, "name"], "is missing, and so is the address.");
  if (others.length > 0)
    return reader.fault([...path, "address"], `is a list of ${others.length + 1} addresses; give one.`);
  return isRecord(reader.value(address)) ? readAddress(reader, address) : reader.text(address);
}

/** One line of a PostalAddress. */
function readAddress(reader: DocumentReader, path: Path): string | undefined {
  const parts = ADDRESS_PARTS.map((name) => [...path, name])
    .filter((part) => reader.has(part))
    .map((part) => (isRecord(reader.value(part)) ? reader.text([...part, "name"]) : reader.text(part)));
  if (parts.length === 0) return reader.fault(path, "has no street and no place.");
  return parts.includes(undefined) ? undefined : parts.join(", ");
}
