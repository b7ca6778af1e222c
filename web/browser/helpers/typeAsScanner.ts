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

/** Presses the US keys of a text, and Enter. */
export async function typeAsScanner(page: Page, text: string, keyOf: (sign: string) => string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const press = async (code: string, key: string, modifiers: number) => {
    await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", code, key, modifiers });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key });
  };
  for (const sign of text) {
    const [code, shift] = US[sign] ?? (/\d/.test(sign) ? [`Digit${sign}`, false] : [`Key${sign}`, true]);
    await press(code, keyOf(sign), shift ? 8 : 0);
  }
  await press("Enter", "Enter", 0);
  await session.detach();
}
