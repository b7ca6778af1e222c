import { named } from "./given.ts";
import { PageError } from "./PageError.ts";

/** Throws VALUE_INVALID unless `value` is a text, which may be empty. */
export function assertString(name: string, value: unknown): asserts value is string {
  if (typeof value === "string") return;
  throw new PageError("VALUE_INVALID", { details: [`${name} must be a text, not ${named(value)}.`] });
}
