/** Keys as a scanner presses them, on hosts with other layouts. The browser gets synthetic key events. */
import type { Page } from "playwright-core";

const US: { readonly [sign: string]: readonly [code: string, shift: boolean] } = {
  $: ["Digit4", true],
  "%": ["Digit5", true],
  "*": ["Digit8", true],
  "+": ["Equal", true],
  ":": ["Semicolon", true],
  "-": ["Minus", false],
  ".": ["Period", false],
  "/": ["Slash", false],
  " ": ["Space", false],
};

/** What a host makes of the key of a sign: what its layout shows, or "Process" if an input method takes it. */
export const HOSTS: { readonly [name: string]: (sign: string) => string } = {
  "a US layout": (sign) => sign,
  "a JIS layout": (sign) => ({ "*": "(", "+": "~", ":": "+" })[sign] ?? sign,
  "an input method that is on": () => "Process",
};

/**
 * Presses the US keys of a text, and Enter. All keys are pressed in one turn of the page, so a slow machine cannot put a
 * pause between them.
 */
export async function typeAsScanner(
  page: Page,
  text: string,
  keyOf: (sign: string) => string = (sign) => sign,
): Promise<void> {
  const keys = Array.from(text, (sign) => {
    const [code, shiftKey] = US[sign] ?? (/\d/.test(sign) ? [`Digit${sign}`, false] : [`Key${sign}`, true]);
    return { code, shiftKey, key: keyOf(sign) };
  });
  keys.push({ code: "Enter", shiftKey: false, key: "Enter" });
  await page.evaluate((keys) => {
    for (const key of keys) {
      const place = document.activeElement ?? document.body;
      for (const type of ["keydown", "keyup"]) {
        place.dispatchEvent(new KeyboardEvent(type, { ...key, bubbles: true, cancelable: true }));
      }
    }
  }, keys);
}
