import type { Typed } from "./chooseTyped.ts";
import { usSign } from "./usKeys.ts";

/** Milliseconds after which the next key starts another text. Scanners press a key every 1 to 50 ms. */
export const PAUSE_MS = 150;
/** Shortest text without Enter that is taken for a scan. Nobody types so many keys without a pause. */
export const SHORTEST = 20;
/** Shortest text with Enter, such as a barcode on a drink. */
const SHORTEST_ENDED = 6;
/** A key that stays down must not fill the memory. */
const LONGEST = 2_000;

/** A key that was pressed, and when, in milliseconds. */
export type Press = Pick<KeyboardEvent, "code" | "key" | "shiftKey"> & { readonly at: number };

/** The text that a scanner is typing, in both readings. */
export class ScannerText {
  readonly #scanned: (typed: Typed) => void;
  #byCode = "";
  #byKey = "";
  #lastAt = 0;

  /** @param scanned Takes a text that has ended. */
  constructor(scanned: (typed: Typed) => void) {
    this.#scanned = scanned;
  }

  /** Whether a key comes in the middle of a code. */
  get isInside(): boolean {
    return this.#byCode.length > 1;
  }

  /** Adds a key. One that comes after a pause starts another text. */
  press({ code, key, shiftKey, at }: Press): void {
    this.pauseUntil(at);
    if (this.#byCode.length < LONGEST) this.#byCode += usSign({ code, shiftKey });
    if (this.#byKey.length < LONGEST && key.length === 1) this.#byKey += key;
  }

  /** Forgets a text whose next key comes too late. */
  pauseUntil(at: number): void {
    if (at - this.#lastAt > PAUSE_MS) this.#byCode = this.#byKey = "";
    this.#lastAt = at;
  }

  /** Ends the text. Returns whether it was long enough for a scan. */
  end(shortest = SHORTEST_ENDED): boolean {
    const typed: Typed = { byCode: this.#byCode, byKey: this.#byKey };
    const isScan = Math.max(typed.byCode.length, typed.byKey.length) >= shortest;
    this.#byCode = this.#byKey = "";
    if (isScan) this.#scanned(typed);
    return isScan;
  }
}
