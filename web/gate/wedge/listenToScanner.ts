import type { Typed } from "./chooseTyped.ts";
import { usSign } from "./usKeys.ts";

/** Milliseconds after which the next key starts another text. Scanners press a key every 1 to 50 ms. */
const PAUSE_MS = 150;
/** Shortest text without Enter that is taken for a scan. Nobody types so many keys without a pause. */
const SHORTEST = 20;
/** Shortest text with Enter, such as a barcode on a drink. */
const SHORTEST_ENDED = 6;
/** A key that stays down must not fill the memory. */
const LONGEST = 2_000;

/**
 * Listens to a scanner that types, wherever the focus is. A text ends with Enter, with Tab or with a pause.
 *
 * @param options.scanned Takes a text in both readings.
 * @param options.signal Ends it.
 */
export function listenToScanner({ scanned, signal }: listenToScanner.Options): void {
  let byCode = "";
  let byKey = "";
  let lastAt = 0;
  let pausing: ReturnType<typeof setTimeout> | undefined;

  const end = (shortest: number): boolean => {
    clearTimeout(pausing);
    const typed: Typed = { byCode, byKey };
    const isScan = Math.max(byCode.length, byKey.length) >= shortest;
    byCode = byKey = "";
    if (isScan) scanned(typed);
    return isScan;
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - lastAt > PAUSE_MS) byCode = byKey = "";
    lastAt = event.timeStamp;
    if (["Enter", "NumpadEnter", "Tab"].includes(event.code) || event.key === "Enter") {
      // Into a field a steward types too, and quickly.
      if (!end(isField(document.activeElement) ? SHORTEST : SHORTEST_ENDED)) return;
      // Enter must not press the button that has the focus, nor send the field that the scanner typed into.
      event.preventDefault();
      event.stopPropagation();
      clearField();
      return;
    }
    const sign = usSign(event);
    if (byCode.length < LONGEST) byCode += sign;
    if (byKey.length < LONGEST && event.key.length === 1) byKey += event.key;
    // Space must not press the button that has the focus in the middle of a code.
    if (sign === " " && byCode.length > 1 && !isField(document.activeElement)) event.preventDefault();
    clearTimeout(pausing);
    pausing = setTimeout(() => end(SHORTEST) && clearField(), PAUSE_MS);
  };
  document.addEventListener("keydown", pressed, { capture: true, signal });
  signal.addEventListener("abort", () => clearTimeout(pausing));
}

export declare namespace listenToScanner {
  type Options = { readonly scanned: (typed: Typed) => void; readonly signal: AbortSignal };
}

function isField(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function clearField(): void {
  const field = document.activeElement;
  if (isField(field)) field.value = "";
}
