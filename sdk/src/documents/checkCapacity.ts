import type { DocumentReader } from "./DocumentReader.ts";
import type { EventClass } from "./EventDocument.ts";
import type { Path } from "./Path.ts";

/** Where schema.org says how many people there is room for. */
const CAPACITIES = ["maximumAttendeeCapacity", "maximumPhysicalAttendeeCapacity", "remainingAttendeeCapacity"] as const;

/** Checks that the classes have no more places than the document says that there is room for. */
export function checkCapacity(reader: DocumentReader, classes: readonly EventClass[]): void {
  const places = classes.reduce((sum, { supply }) => sum + supply, 0);
  const paths: readonly Path[] = [
    ...CAPACITIES.map((name) => [name]),
    ...reader.items(["location"]).map((place) => [...place, "maximumAttendeeCapacity"]),
  ];
  for (const path of paths) {
    const value = reader.value(path);
    if (value === undefined) continue;
    const capacity = typeof value === "string" ? Number(value.trim() || Number.NaN) : value;
    if (typeof capacity !== "number" || !Number.isInteger(capacity) || capacity < 0) {
      reader.fault(path, `must be a whole number, not ${JSON.stringify(value)}.`);
    } else if (capacity < places) {
      reader.fault(path, `is ${capacity}, but the classes have ${places} places.`);
    }
  }
}
