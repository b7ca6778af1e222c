import { DoorkeyError } from "./DoorkeyError.ts";
import type { ErrorCode } from "./errorTable.ts";

/** A test of one JSON value: the paths at which it is wrong, none if it is right. */
export type Shape = (value: unknown, path: string) => readonly string[];

const check =
  (wanted: string, is: (value: unknown) => boolean): Shape =>
  (value, path) =>
    is(value) ? [] : [`${path} must be ${wanted}.`];

export const text = check("a text", (value) => typeof value === "string");

export const literal = (wanted: unknown): Shape => check(JSON.stringify(wanted), (value) => value === wanted);

export const matching = (pattern: RegExp, wanted: string): Shape =>
  check(wanted, (value) => typeof value === "string" && pattern.test(value));

export const hexOf = (size: number): Shape => matching(new RegExp(`^0x[0-9a-fA-F]{${2 * size}}$`), `${size} hex bytes`);

/** A whole number, `least` to `most`. */
export const whole = (least: number, most: number): Shape =>
  check(
    `a whole number, ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );

export const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? [] : shape(value, path);

export const list =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((item, i) => shape(item, `${path}[${i}]`)) : [`${path} must be a list.`];

/** An object with these fields; others are let be. */
export const fields =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path) =>
    typeof value === "object" && value !== null
      ? Object.entries(shapes).flatMap(([name, shape]) =>
          shape((value as Record<string, unknown>)[name], path === "" ? name : `${path}.${name}`),
        )
      : [`${path === "" ? "It" : path} must be an object.`];

/** Throws `code` with every mistake and its path. */
export function assertShape(code: ErrorCode, shape: Shape, value: unknown): void {
  const details = shape(value, "");
  if (details.length > 0) throw new DoorkeyError(code, { details });
}
