import type { Path } from "./Path.ts";

/** Deeper documents are refused before they exhaust the stack. */
const MAX_DEPTH = 64;

/** JSON.parse refuses the control characters and escapes that this pattern accepts. */
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** A JSON document, and the line of each value in its text. */
export type LocatedJson = {
  readonly value: unknown;
  /** Line of the value at a path; if it is missing, of the nearest value above. */
  readonly rowOf: (path: Path) => number;
  /** Keys of the object at a path, in the order of the text. An object of its own would put whole numbers first. */
  readonly keysOf: (path: Path) => readonly string[];
};

export type JsonFault = { readonly row: number; readonly column: number; readonly sentence: string };

/**
 * Reads JSON and remembers the line of every value. `JSON.parse` does not name the place of every error, and accepts a
 * key that occurs twice.
 *
 * @returns The document, or its first mistake with its place.
 */
export function readJson(text: string): LocatedJson | JsonFault {
  const rows = new Map<string, number>();
  const keys = new Map<string, readonly string[]>();
  let at = 0;
  let depth = 0;
  let row = 1;
  let rowStart = 0;
  let rowEnd = endOfRow(text, 0);

  /** The line of `offset`. Callers pass growing offsets only. */
  function rowAt(offset: number): number {
    while (rowEnd < offset) {
      row++;
      rowStart = rowEnd + 1;
      rowEnd = endOfRow(text, rowStart);
    }
    return row;
  }

  class Fault extends Error {
    readonly offset: number;
    constructor(offset: number, sentence: string) {
      super(sentence);
      this.offset = offset;
    }
  }

  function skipBlank(): void {
    while (/[ \t\r\n]/.test(text[at] ?? "")) at++;
  }

  function found(): string {
    return at >= text.length ? "the end of the file" : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  }

  function expect(mark: string, where: string): void {
    skipBlank();
    if (text[at] !== mark) throw new Fault(at, `expected "${mark}" ${where}, found ${found()}.`);
    at++;
  }

  /** @param pattern A sticky pattern. */
  function token(pattern: RegExp, what: string): unknown {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw new Fault(at, `expected ${what}, found ${found()}.`);
    try {
      const value: unknown = JSON.parse(match[0]);
      at += match[0].length;
      return value;
    } catch {
      throw new Fault(at, `expected ${what}, found ${found()}.`);
    }
  }

  function string(what: string): string {
    return String(token(STRING, what));
  }

  function value(path: Path): unknown {
    skipBlank();
    rows.set(keyOf(path), rowAt(at));
    if (depth === MAX_DEPTH) throw new Fault(at, `values are nested more than ${MAX_DEPTH} deep.`);
    switch (text[at]) {
      case "{":
        return nested(object, path);
      case "[":
        return nested(array, path);
      case '"':
        return string("a complete string on one line");
      default:
        return token(SCALAR, "a value");
    }
  }

  function nested(read: (path: Path) => unknown, path: Path): unknown {
    depth++;
    const value = read(path);
    depth--;
    return value;
  }

  function object(path: Path): Record<string, unknown> {
    const members = new Map<string, unknown>();
    at++;
    skipBlank();
    if (text[at] === "}") {
      at++;
      return {};
    }
    for (;;) {
      skipBlank();
      const keyAt = at;
      const key = string("a key in double quotes");
      if (members.has(key)) throw new Fault(keyAt, `the key "${key}" occurs twice in one object.`);
      expect(":", `after the key "${key}"`);
      members.set(key, value([...path, key]));
      skipBlank();
      if (text[at] !== ",") break;
      at++;
    }
    expect("}", 'or "," after a value');
    keys.set(keyOf(path), [...members.keys()]);
    return Object.fromEntries(members);
  }

  function array(path: Path): unknown[] {
    const items: unknown[] = [];
    at++;
    skipBlank();
    if (text[at] === "]") {
      at++;
      return items;
    }
    for (;;) {
      items.push(value([...path, items.length]));
      skipBlank();
      if (text[at] !== ",") break;
      at++;
    }
    expect("]", 'or "," after a value');
    return items;
  }

  try {
    const document = value([]);
    skipBlank();
    if (at < text.length) throw new Fault(at, `expected the end of the file, found ${found()}.`);
    return { value: document, rowOf: (path) => nearestRow(rows, path), keysOf: (path) => keys.get(keyOf(path)) ?? [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { row: rowAt(error.offset), column: error.offset - rowStart + 1, sentence: error.message };
  }
}

/** The end of the line that begins at `start`; infinity for the last line. */
function endOfRow(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? Number.POSITIVE_INFINITY : end;
}

/** A text for each path. Keys may contain any character, so that a plain join could give two paths one text. */
function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function nearestRow(rows: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const row = rows.get(keyOf(path.slice(0, length)));
    if (row !== undefined) return row;
  }
  return 1;
}
