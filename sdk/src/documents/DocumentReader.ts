import { nameFault } from "../core/nameFault.ts";
import type { EventNode } from "./findEventNode.ts";
import { type Instant, type InstantReading, readInstant } from "./instant.ts";
import type { LocatedJson } from "./locatedJson.ts";
import { type MistakeList, suggestName } from "./mistakes.ts";
import { type Path, pathText } from "./Path.ts";
import { isRecord, Vocabulary } from "./Vocabulary.ts";

/** Most bytes of a text that has no limit of its own. */
const MAX_TEXT = 2_048;

/**
 * Reads typed values of an event by path. A value that is missing or has another type becomes a mistake. Outside of
 * `doorkey`, it reads the forms in which schema.org writes one value: alone, as a list of one, as `{ "@value": … }`, or
 * as the `@id` of another object in the document.
 */
export class DocumentReader {
  readonly vocabulary: Vocabulary;
  readonly #document: LocatedJson;
  readonly #node: EventNode;
  readonly #mistakes: MistakeList;
  readonly #warnings: MistakeList;

  constructor(document: LocatedJson, node: EventNode, { mistakes, warnings }: DocumentReader.Lists) {
    this.#document = document;
    this.#node = node;
    this.#mistakes = mistakes;
    this.#warnings = warnings;
    const vocabulary = node.context === undefined ? "is missing." : Vocabulary.read(node.context.value);
    this.vocabulary = typeof vocabulary === "string" ? Vocabulary.plain : vocabulary;
    if (typeof vocabulary === "string") {
      this.#add(mistakes, node.context?.path ?? [...node.path, "@context"], vocabulary);
    }
  }

  fault(path: Path, sentence: string): undefined {
    return this.#add(this.#mistakes, this.#resolve(path).path, sentence);
  }

  /** Notes what a person should look at twice although it is not a mistake. */
  warn(path: Path, sentence: string): undefined {
    return this.#add(this.#warnings, this.#resolve(path).path, sentence);
  }

  /** The value at a path as it is. */
  value(path: Path): unknown {
    return this.#resolve(path).value;
  }

  has(path: Path): boolean {
    return this.value(path) !== undefined;
  }

  /** Keys of the object at a path, in the order of the document. */
  keys(path: Path): readonly string[] {
    return this.#document.keysOf(this.#resolve(path).path);
  }

  /** The paths of the items of a list, or the path of a value that stands alone. */
  items(path: Path): readonly Path[] {
    const value = this.value(path);
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map((_, i) => [...path, i]) : [path];
  }

  /** The object at a path. If `keys` are given, any other key in it is a mistake. */
  object(path: Path, keys?: readonly string[]): Record<string, unknown> | undefined {
    const value = this.#single(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (!isRecord(value)) return this.fault(path, "must be an object { … }.");
    for (const key of Object.keys(value)) {
      if (keys !== undefined && !keys.includes(key)) {
        this.fault([...path, key], `is not known here${suggestName(key, keys)}; known: ${keys.join(", ")}.`);
      }
    }
    return value;
  }

  /** A text that is not blank, of at most `maxBytes` bytes because contracts limit its length, that people can read. */
  text(path: Path, maxBytes = MAX_TEXT): string | undefined {
    const value = this.#single(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (typeof value !== "string" || value.trim() === "") return this.fault(path, "must be a non-empty string.");
    const text = value.normalize("NFC");
    const { length } = new TextEncoder().encode(text);
    if (length > maxBytes) return this.fault(path, `must have at most ${maxBytes} bytes, not ${length}.`);
    const fault = nameFault(text);
    return fault === undefined ? text : this.fault(path, fault);
  }

  /** A list of at least one text. */
  texts(path: Path): readonly string[] | undefined {
    const value = this.value(path);
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
    return this.fault(path, 'must be a list of texts such as ["A-{1..20}-{1..40}"].');
  }

  /** A whole number in [min, max]. */
  whole(path: Path, min: number, max: number): number | undefined {
    const value = this.value(path);
    if (value === undefined) return this.fault(path, "is missing.");
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      return this.fault(path, `must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`);
    }
    return value;
  }

  /** A flag. Defaults to false. */
  flag(path: Path): boolean | undefined {
    const value = this.value(path) ?? false;
    if (typeof value !== "boolean") return this.fault(path, `must be true or false, not ${JSON.stringify(value)}.`);
    return value;
  }

  /** A date and time with its offset from UTC, so that it means the same everywhere. */
  instant(path: Path): Instant | undefined {
    return this.localTime(path)?.seconds;
  }

  /** A date and time with its offset from UTC, and that offset. */
  localTime(path: Path): InstantReading | undefined {
    const value = this.#single(path);
    if (value === undefined) return this.fault(path, "is missing.");
    const read = readInstant(value);
    return "fault" in read ? this.fault(path, read.fault) : read;
  }

  /** The terms of schema.org in a text, an object with an `@id`, or a list of them. */
  terms(path: Path): readonly string[] {
    return this.items(path).flatMap((item) => {
      const value = this.value(item);
      const text = isRecord(value) ? value["@id"] : value;
      return typeof text === "string" ? [this.vocabulary.termOf(text.trim())] : [];
    });
  }

  /** Outside of `doorkey`, the one item of a list, and the text of a value with a language. */
  #single(path: Path): unknown {
    const value = this.value(path);
    if (path[0] === "doorkey") return value;
    const alone: unknown = Array.isArray(value) && value.length === 1 ? this.value([...path, 0]) : value;
    return isRecord(alone) && Object.hasOwn(alone, "@value") ? alone["@value"] : (alone ?? undefined);
  }

  /** The value of the event at a path, and its path in the document, by the keys that the document uses. */
  #resolve(path: Path): { readonly value: unknown; readonly path: Path } {
    let value: unknown = valueAt(this.#document.value, this.#node.path);
    let place: Path = this.#node.path;
    for (const key of path) {
      // A list of one stands for its item.
      if (typeof key === "string" && Array.isArray(value) && value.length === 1) {
        value = value[0];
        place = [...place, 0];
      }
      const named = typeof key === "string" && isRecord(value) ? (this.vocabulary.keyOf(value, key) ?? key) : key;
      value = valueAt(value, [named]);
      place = [...place, named];
      const referred = this.#referred(value);
      if (referred !== undefined) {
        place = referred;
        value = valueAt(this.#document.value, referred);
      }
    }
    return { value, path: place };
  }

  /** The place of the object that `{ "@id": … }` names. */
  #referred(value: unknown): Path | undefined {
    if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
    const id = value["@id"];
    return typeof id === "string" ? this.#node.byId.get(id) : undefined;
  }

  #add(list: MistakeList, path: Path, sentence: string): undefined {
    const field = pathText(path);
    list.add({ row: this.#document.rowOf(path), field: field === "" ? undefined : field }, sentence);
    return undefined;
  }
}

export declare namespace DocumentReader {
  type Lists = { readonly mistakes: MistakeList; readonly warnings: MistakeList };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof key === "number") return Array.isArray(at) ? at[key] : undefined;
    return isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}
