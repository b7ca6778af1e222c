const SCHEMA_ORG = /^https?:\/\/(?:www\.)?schema\.org(?:\/|\/docs\/jsonldcontext\.jsonl?d?)?$/i;
const SCHEMA_TERM = /^https?:\/\/(?:www\.)?schema\.org\/([A-Za-z0-9]+)$/i;

/** How a document writes the terms of schema.org: by which prefixes and own names its `@context` gives them. */
export class Vocabulary {
  readonly #prefixes: ReadonlySet<string>;
  readonly #names: ReadonlyMap<string, readonly string[]>;

  private constructor(prefixes: ReadonlySet<string>, names: ReadonlyMap<string, readonly string[]>) {
    this.#prefixes = prefixes;
    this.#names = names;
  }

  /** Plain names only. */
  static readonly plain: Vocabulary = new Vocabulary(new Set(), new Map());

  /**
   * Reads an `@context`: a text, an object, or a list of them.
   *
   * @returns A sentence if schema.org is not in it.
   */
  static read(context: unknown): Vocabulary | string {
    const prefixes = new Set<string>();
    const names = new Map<string, string[]>();
    let found = false;
    for (const part of Array.isArray(context) ? context : [context]) {
      if (typeof part === "string") {
        found ||= SCHEMA_ORG.test(part);
        continue;
      }
      if (!isRecord(part)) return `must be "https://schema.org", not ${JSON.stringify(part)}.`;
      for (const [term, value] of Object.entries(part)) {
        const meaning = isRecord(value) ? value["@id"] : value;
        if (typeof meaning !== "string") continue;
        if (term === "@vocab") {
          if (!SCHEMA_ORG.test(meaning)) return `@vocab must be "https://schema.org/", not "${meaning}".`;
          found = true;
        } else if (term.startsWith("@")) continue;
        else if (/^https?:\/\/(?:www\.)?schema\.org\/$/i.test(meaning)) {
          prefixes.add(term);
          found = true;
        } else {
          const name = meaning.startsWith("@") ? meaning : termOf(meaning, prefixes);
          if (name !== undefined) names.set(name, [...(names.get(name) ?? []), term]);
        }
      }
    }
    if (!found) return `must be "https://schema.org", not ${JSON.stringify(context)}.`;
    return new Vocabulary(prefixes, names);
  }

  /** The key of an object that means a term of schema.org, or a keyword such as `@type`. */
  keyOf(object: Record<string, unknown>, term: string): string | undefined {
    if (Object.hasOwn(object, term)) return term;
    const written = [
      ...(this.#names.get(term) ?? []),
      ...[...this.#prefixes].map((prefix) => `${prefix}:${term}`),
      ...["https", "http"].map((scheme) => `${scheme}://schema.org/${term}`),
    ];
    return written.find((key) => Object.hasOwn(object, key));
  }

  /** The term of schema.org that a text names: alone, with a prefix, or as a whole address. */
  termOf(text: string): string {
    const named = [...this.#names].find(([, terms]) => terms.includes(text))?.[0];
    return named ?? termOf(text, this.#prefixes) ?? text;
  }
}

function termOf(text: string, prefixes: ReadonlySet<string>): string | undefined {
  const [, term] = SCHEMA_TERM.exec(text) ?? [];
  if (term !== undefined) return term;
  const [prefix = "", name] = text.split(":");
  // Pages use this prefix without giving it a meaning.
  return name !== undefined && (prefixes.has(prefix) || prefix === "schema") ? name : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
