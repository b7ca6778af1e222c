import type { Bytes } from "./bytes.ts";
import { type Hex, isHex } from "./Hex.ts";
import { PageError } from "./PageError.ts";
import type { PageErrorCode } from "./pageErrors.ts";

/**
 * A check of a value from outside, such as a file, a relay or a page. It returns whether the value is a `T`, and adds a
 * sentence to `mistakes` for each mistake, which begins with the path of the mistake. A shape stands for exactly one
 * type: where a `Shape<T>` is expected, the shape of a wider or a narrower type does not compile.
 */
export type Shape<in out T> = (value: unknown, path: string, mistakes: string[]) => value is T;

/** The shape of a field that may be absent. */
export type Optional<in out T> = { readonly ifPresent: Shape<T> };

/** A shape for each field of `T`; for a field that may be absent, an `optional` one. */
export type FieldShapes<T> = {
  readonly [name in keyof T]-?: object extends Pick<T, name> ? Optional<Exclude<T[name], undefined>> : Shape<T[name]>;
};

/** The shape of values that `is` accepts, which `wanted` names in a sentence such as "url must be a string." */
export const shapeOf =
  <T>(wanted: string, is: (value: unknown) => value is T): Shape<T> =>
  (value, path, mistakes): value is T =>
    is(value) || mistake(path, wanted, mistakes);

export const text: Shape<string> = shapeOf("a string", (value) => typeof value === "string");

export const flag: Shape<boolean> = shapeOf("true or false", (value) => typeof value === "boolean");

export const literal = <const wanted extends string | number>(wanted: wanted): Shape<wanted> =>
  shapeOf(JSON.stringify(wanted), (value): value is wanted => value === wanted);

/** One of these words, which must be all words of the expected type. */
export const oneOf = <const words extends readonly string[]>(...words: words): Shape<words[number]> =>
  shapeOf(`one of ${words.join(", ")}`, (value): value is words[number] => words.some((word) => word === value));

export const matching = (pattern: RegExp, wanted: string): Shape<string> =>
  shapeOf(wanted, (value): value is string => typeof value === "string" && pattern.test(value));

/** Bytes in hex, of any length. */
export const hex: Shape<Hex> = shapeOf("hex bytes", (value) => isHex(value));

export const hexOf = (size: number): Shape<Hex> => shapeOf(`${size} hex bytes`, (value) => isHex(value, size));

/** Bytes in hex, at least one. */
export const hexUpTo = (size: number): Shape<Hex> =>
  shapeOf(
    `up to ${size} hex bytes`,
    (value): value is Hex => isHex(value) && value.length > 2 && value.length <= 2 + 2 * size,
  );

/** Bytes in memory; JSON has none. */
export const bytes: Shape<Bytes> = shapeOf(
  "bytes",
  (value): value is Bytes => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
);

/** A number that is neither NaN nor infinite. */
export const finite: Shape<number> = shapeOf("a number", (value): value is number => Number.isFinite(value));

/** A whole number from `least` to `most`. `most` defaults to the largest that JSON keeps exactly. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER): Shape<number> =>
  shapeOf(
    `a whole number, ${least} to ${most}`,
    (value): value is number =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most,
  );

export const optional = <T>(shape: Shape<T>): Optional<T> => ({ ifPresent: shape });

export const list =
  <T>(shape: Shape<T>): Shape<readonly T[]> =>
  (value, path, mistakes): value is readonly T[] =>
    Array.isArray(value)
      ? allOf(value.map((item, i) => shape(item, `${path}[${i}]`, mistakes)))
      : mistake(path, "a list", mistakes);

/** An object with these fields; further ones are ignored. `T` is the type that the context expects. */
export const fields = <T extends object>(shapes: NoInfer<FieldShapes<T>>): Shape<T> => {
  const entries: [string, Shape<unknown> | Optional<unknown>][] = Object.entries(shapes);
  return (value, path, mistakes): value is T =>
    isObject(value)
      ? allOf(
          entries.map(([name, shape]) => {
            const at = join(path, name);
            if (typeof shape === "function") return shape(value[name], at, mistakes);
            return !(name in value) || shape.ifPresent(value[name], at, mistakes);
          }),
        )
      : mistake(path, "an object", mistakes);
};

/** An object with numbers as keys, and values that all have the same shape. */
export const table =
  <T>(shape: Shape<T>): Shape<{ readonly [key: number]: T }> =>
  (value, path, mistakes): value is { readonly [key: number]: T } =>
    isObject(value)
      ? allOf(Object.entries(value).map(([name, one]) => shape(one, join(path, name), mistakes)))
      : mistake(path, "an object", mistakes);

/** One of two objects: the first has the field `name`, the second does not. */
export const either =
  <A extends object, B extends object>(name: keyof A & string, having: Shape<A>, lacking: Shape<B>): Shape<A | B> =>
  (value, path, mistakes): value is A | B =>
    (isObject(value) && name in value ? having : lacking)(value, path, mistakes);

/** One of several objects that differ in the word of their field `name`; one shape per word. */
export const variants = <T extends object, const name extends keyof T & string>(
  name: name,
  shapes: NoInfer<{ readonly [word in T[name] & string]: Shape<Extract<T, { readonly [field in name]: word }>> }>,
): Shape<T> => {
  const entries = new Map<unknown, Shape<unknown>>(Object.entries(shapes));
  return (value, path, mistakes): value is T => {
    if (!isObject(value)) return mistake(path, "an object", mistakes);
    const shape = entries.get(value[name]);
    if (shape !== undefined) return shape(value, path, mistakes);
    return mistake(join(path, name), `one of ${[...entries.keys()].join(", ")}`, mistakes);
  };
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Callers compute all results first, so that no mistake is left out. */
function allOf(results: readonly boolean[]): boolean {
  return results.every((right) => right);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function mistake(path: string, wanted: string, mistakes: string[]): false {
  mistakes.push(`${path === "" ? "It" : path} must be ${wanted}.`);
  return false;
}

/** Throws `code` with every mistake and its path. */
export function assertShape<T>(code: PageErrorCode, shape: Shape<T>, value: unknown): asserts value is T {
  const details: string[] = [];
  if (!shape(value, "", details)) throw new PageError(code, { details });
}
