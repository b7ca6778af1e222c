import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given, named } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import type { AuditOptions } from "./AuditOptions.ts";
import { defaultThresholds } from "./thresholds.ts";

/** Throws VALUE_INVALID unless these are an event's id and options of an audit. */
export function assertOptions(parameters: AuditOptions): void {
  const { eventId, thresholds, sample, workers } = given("parameters", parameters);
  assertUint("eventId", eventId, 32);
  if (eventId === 0) throw new DoorkeyError("VALUE_INVALID", { details: ["eventId must be at least 1."] });
  if (sample !== undefined) assertUint("sample", sample, 32);
  if (workers !== undefined) assertUint("workers", workers, 16);
  if (thresholds === undefined) return;
  const all = given("thresholds", thresholds) as Readonly<Record<string, unknown>>;
  const details = Object.keys(defaultThresholds)
    .filter((name) => !(Number(all[name]) >= 0) || typeof all[name] !== "number")
    .map((name) => `thresholds.${name} must be a number from 0, not ${named(all[name])}.`);
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
}
