import { PageError } from "./PageError.ts";

/**
 * The argument, which callers without types may have left out. Throws VALUE_INVALID unless it is an object that has these
 * functions or objects.
 */
export function given<T extends object>(name: string, value: T, ...parts: readonly (keyof T & string)[]): T {
  const missing = isObject(value) ? parts.filter((part) => !isPart(value[part])) : parts;
  if (isObject(value) && missing.length === 0) return value;
  const lacks = isObject(value) && missing.length > 0 ? `, with ${missing.join(", ")}` : "";
  throw new PageError("VALUE_INVALID", { details: [`${name} must be an object${lacks}, not ${named(value)}.`] });
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isPart(value: unknown): boolean {
  return isObject(value) || typeof value === "string";
}

/** A value that was refused, as a sentence can show it. */
export function named(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  if (Array.isArray(value)) return "a list";
  return isObject(value) ? "this object" : String(value);
}

const MAX_SHOWN = 60;
