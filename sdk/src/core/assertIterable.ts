import { DoorkeyError } from "./DoorkeyError.ts";
import { named } from "./given.ts";

/** Throws VALUE_INVALID for a value that cannot be read one by one. */
export function assertIterable(name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value))
    return;
  throw new DoorkeyError("VALUE_INVALID", { details: [`${name} must be a list or a stream, not ${named(value)}.`] });
}
