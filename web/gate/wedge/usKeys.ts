/** The signs of the US layout that an entry code has, by physical key. A scanner presses these keys on any host. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Space: " ",
    Minus: "-",
    Period: ".",
    Slash: "/",
    BracketRight: "]",
    NumpadAdd: "+",
    NumpadSubtract: "-",
    NumpadMultiply: "*",
    NumpadDivide: "/",
    NumpadDecimal: ".",
  }),
);

const SHIFTED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Digit4: "$",
    Digit5: "%",
    Digit8: "*",
    Equal: "+",
    Semicolon: ":",
  }),
);

/**
 * The sign that a key means on a US keyboard, whatever layout or input method the host has.
 *
 * @returns an empty text for a key that no entry code has.
 */
export function usSign({ code, shiftKey }: Pick<KeyboardEvent, "code" | "shiftKey">): string {
  const shifted = shiftKey ? SHIFTED.get(code) : undefined;
  if (shifted !== undefined) return shifted;
  // A code has capitals only, so Caps Lock does not matter.
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  return letter ?? digit ?? PLAIN.get(code) ?? "";
}
