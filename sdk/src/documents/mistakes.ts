import { assertString } from "../core/assertString.ts";
import { given } from "../core/given.ts";
import { visibleText } from "../core/nameFault.ts";

/** One mistake in an input file: its place, and a sentence that a person can act on. */
export type Mistake = {
  /** Name of the file. Missing if the reader knows it already. */
  readonly file?: string | undefined;
  /** Line of the file, from 1. Missing if the mistake concerns the whole file. */
  readonly row?: number | undefined;
  /** Column of a table, or path into a document such as `doorkey.schedule.nameBy`. */
  readonly field?: string | undefined;
  readonly sentence: string;
};

/** A file may contain texts of any length. A message about them stays readable. */
const MAX_FIELD = 200;
const MAX_SENTENCE = 400;

/**
 * Writes a mistake as one line, without characters that could steer a terminal.
 *
 * @param mistake Its place and its sentence; long ones are shortened.
 * @example
 * import { describeMistake } from "doorkey/organizer";
 *
 * const mistake = { file: "grants.csv", row: 17, field: "quantity", sentence: "must be a whole number." };
 * console.log(describeMistake(mistake)); // grants.csv, row 17, quantity: must be a whole number.
 */
export function describeMistake(mistake: Mistake): string {
  const { file, row, field, sentence } = given("mistake", mistake, "sentence");
  const place = [file, row === undefined ? undefined : `row ${row}`, field && shortened(field, MAX_FIELD)];
  const told = [place.filter((part) => part !== undefined).join(", "), shortened(sentence, MAX_SENTENCE)];
  return visibleText(told.filter((part) => part !== "").join(": "));
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/**
 * Collects the mistakes of one file in any order, and returns them in the order of the file.
 *
 * @example
 * import { describeMistake, MistakeList } from "doorkey/organizer";
 *
 * const mistakes = new MistakeList("gates.csv");
 * mistakes.add({ row: 3, field: "address" }, "must be an address.");
 * mistakes.add({ row: 2, field: "event" }, "must be an event's id.");
 * for (const mistake of mistakes.all) console.log(describeMistake(mistake)); // row 2, then row 3
 */
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

/** A longer word gets no suggestion. */
const MAX_WORD = 64;

/** The nearest of `names`, if `word` is near enough to be a typo of it. */
function nearestName(word: string, names: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD) return undefined;
  let best: string | undefined;
  let distance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const found = editDistance(word.toLowerCase(), name.toLowerCase());
    if (found < distance) [best, distance] = [name, found];
  }
  return best;
}

/**
 * Suggests the known name that a misspelt word is nearest to, as the end of a sentence.
 *
 * @param word The word in the file.
 * @param names The known names.
 * @returns An empty text if no name is near.
 * @example
 * import { suggestName } from "doorkey/organizer";
 *
 * console.log(`"standin" is not a class${suggestName("standin", ["standing", "seated"])}.`);
 * // "standin" is not a class (did you mean "standing"?).
 */
export function suggestName(word: string, names: Iterable<string>): string {
  assertString("word", word);
  given("names", names);
  const name = nearestName(word, names);
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
