import { named } from "./given.ts";
import { PageError } from "./PageError.ts";

/** Throws VALUE_INVALID unless `value` is a text that is not empty, such as the path of a file. */
export function assertText(name: string, value: unknown): asserts value is string {
  if (typeof value === "string" && value !== "") return;
  throw new PageError("VALUE_INVALID", {
    details: [`${name} must be a text that is not empty, not ${named(value)}.`],
  });
}
