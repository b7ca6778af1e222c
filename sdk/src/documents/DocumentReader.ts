import type { LocatedJson } from "./locatedJson.ts";
import { type MistakeList, suggestName } from "./mistakes.ts";
import { parseInstant } from "./parseInstant.ts";

/** Seconds since 1970. */
export type Instant = number;

/** Most bytes of a text that has no limit of its own. */
const MAX_TEXT = 2_048;

/** Reads typed values from a document by path. A value that is missing or has another type becomes a mistake. */
export class DocumentReader {
  readonly #document: LocatedJson;
  readonly #mistakes: MistakeList;

  constructor(document: LocatedJson, mistakes: MistakeList) {
    this.#document = document;
    this.#mistakes = mistakes;
  }

  fault(path: string, sentence: string): undefined {
    this.#mistakes.add({ row: this.#document.rowOf(path), field: path === "" ? undefined : path }, sentence);
    return undefined;
  }

  /** The object at a path. If `keys` are given, any other key in it is a mistake. */
  object(path: string, keys?: readonly string[]): Record<string, unknown> | undefined {
    const value = this.#at(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (!isObject(value)) return this.fault(path, "must be an object { … }.");
    for (const key of Object.keys(value)) {
      if (keys !== undefined && !keys.includes(key)) {
        this.fault(join(path, key), `is not known here${suggestName(key, keys)}; known: ${keys.join(", ")}.`);
      }
    }
    return value;
  }

  /** A text that is not blank, of at most `maxBytes` bytes, because contracts limit its length. */
  text(path: string, maxBytes = MAX_TEXT): string | undefined {
    const value = this.#at(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (typeof value !== "string" || value.trim() === "") return this.fault(path, "must be a non-empty string.");
    // Terminals show names, and obey some of these characters.
    if (/\p{Cc}/u.test(value)) return this.fault(path, "must not contain line breaks or other control characters.");
    if (!value.isWellFormed()) return this.fault(path, "must not contain an incomplete character.");
    const { length } = new TextEncoder().encode(value);
    return length <= maxBytes ? value : this.fault(path, `must have at most ${maxBytes} bytes, not ${length}.`);
  }

  /** A list of at least one text. */
  texts(path: string): readonly string[] | undefined {
    const value = this.#at(path);
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
    return this.fault(path, 'must be a list of texts such as ["A-{1..20}-{1..40}"].');
  }

  /** A whole number in [min, max]. */
  whole(path: string, min: number, max: number): number | undefined {
    const value = this.#at(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      return this.fault(path, `must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`);
    }
    return value;
  }

  /** A flag. Defaults to false. */
  flag(path: string): boolean | undefined {
    const value = this.#at(path) ?? false;
    if (typeof value !== "boolean") return this.fault(path, `must be true or false, not ${JSON.stringify(value)}.`);
    return value;
  }

  /** A date and time with its offset from UTC, so that it means the same everywhere. */
  instant(path: string): Instant | undefined {
    const value = this.#at(path);
    if (value === undefined) return this.fault(path, "is missing.");
    const time = typeof value === "string" ? parseInstant(value) : undefined;
    if (time !== undefined) return time;
    const shown = JSON.stringify(value);
    return this.fault(path, `must be a time such as "2027-03-20T18:00:00+09:00", with its offset, not ${shown}.`);
  }

  has(path: string): boolean {
    return this.#at(path) !== undefined;
  }

  #at(path: string): unknown {
    let value: unknown = this.#document.value;
    for (const key of path === "" ? [] : path.split(".")) {
      value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value;
  }
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
