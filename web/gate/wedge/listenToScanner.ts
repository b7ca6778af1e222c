import type { Typed } from "./chooseTyped.ts";
import { PAUSE_MS, ScannerText, SHORTEST } from "./ScannerText.ts";
import { usSign } from "./usKeys.ts";

/**
 * Listens to a scanner that types, wherever the focus is. A text ends with Enter, with Tab or with a pause.
 *
 * @param options.scanned Takes a text in both readings.
 * @param options.signal Ends it.
 */
export function listenToScanner({ scanned, signal }: listenToScanner.Options): void {
  const text = new ScannerText(scanned);
  let pausing: ReturnType<typeof setTimeout> | undefined;

  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    clearTimeout(pausing);
    const at = event.timeStamp;
    if (["Enter", "NumpadEnter", "Tab"].includes(event.code) || event.key === "Enter") {
      text.pauseUntil(at);
      // Into a field a steward types too, and quickly.
      if (!text.end(isField(document.activeElement) ? SHORTEST : undefined)) return;
      // Enter must not press the button that has the focus, nor send the field that the scanner typed into.
      event.preventDefault();
      event.stopPropagation();
      clearField();
      return;
    }
    const { code, key, shiftKey } = event;
    text.press({ code, key, shiftKey, at });
    // Space must not press the button that has the focus in the middle of a code.
    if (usSign(event) === " " && text.isInside && !isField(document.activeElement)) event.preventDefault();
    pausing = setTimeout(() => text.end(SHORTEST) && clearField(), PAUSE_MS);
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
