/** One thing wrong with an input file, told in a sentence a person can act on. */
export type Mistake = {
  /** None when it is told by other means which file is meant. */
  readonly file?: string | undefined;
  /** Line of the file, from 1; none when the file as a whole is meant. */
  readonly row?: number | undefined;
  /** Column of a table or path into a document, such as `doorkey.schedule.nameBy`. */
  readonly field?: string | undefined;
  readonly sentence: string;
};

/** A file may say anything, at any length; what is said of it stays readable. */
const MAX_FIELD = 200;
const MAX_SENTENCE = 400;

/** `buyers.csv, row 17, seats: A-3-12 was sold in row 10 already.` */
export function describeMistake({ file, row, field, sentence }: Mistake): string {
  const place = [file, row === undefined ? undefined : `row ${row}`, field && shortened(field, MAX_FIELD)];
  const told = [place.filter((part) => part !== undefined).join(", "), shortened(sentence, MAX_SENTENCE)];
  // What a file says must not steer the terminal that it is shown in.
  return told
    .filter((part) => part !== "")
    .join(": ")
    .replace(/\p{Cc}/gu, "\ufffd");
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** Collects the mistakes of one file, in any order, and gives them back in the order of the file. */
export class MistakeList {
  readonly #file: string | undefined;
  readonly #mistakes: Mistake[] = [];

  constructor(file?: string) {
    this.#file = file;
  }

  add(place: { row?: number | undefined; field?: string | undefined }, sentence: string): void {
    this.#mistakes.push({ file: this.#file, row: place.row, field: place.field, sentence });
  }

  get all(): readonly Mistake[] {
    return this.#mistakes.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
  }
}

/** The file's text, or nothing and a mistake when its bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array, mistakes: MistakeList): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    mistakes.add({}, "the file is not UTF-8 text.");
    return undefined;
  }
}

/** Nobody means a known word by a longer one. */
const MAX_WORD = 64;

/** The nearest of `names` when it is near enough to be what was meant. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD) return undefined;
  let best: string | undefined;
  let distance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const found = editDistance(word.toLowerCase(), name.toLowerCase());
    if (found < distance) [best, distance] = [name, found];
  }
  return best;
}

/** ` (did you mean "supply"?)`, or nothing. */
export function meant(word: string, names: Iterable<string>): string {
  const name = nearest(word, names);
  return name === undefined ? "" : ` (did you mean "${name}"?)`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
