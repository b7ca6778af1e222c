import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { LANGUAGES } from "../../../examples/ticket-site/words/languages.ts";
import { assertLooks } from "../screenshots.ts";

const DESKTOP = { width: 1200, height: 900 };

/** The page of a third of three who waits, in each language, on a phone and on a computer. Ends in English. */
export async function tryDrawLanguages(page: Page, folder: string): Promise<void> {
  assert.equal(LANGUAGES.en.draw.rank(812, 61_000), "You are 812th of 61,000");
  const phone = page.viewportSize();
  const { origin } = new URL(page.url());
  for (const [language, words] of [...Object.entries(LANGUAGES).toReversed()]) {
    await page.context().addCookies([{ name: "language", value: language, url: origin }]);
    for (const size of [DESKTOP, phone]) {
      if (size !== null) await page.setViewportSize(size);
      await page.reload();
      await page.getByRole("heading", { name: words.draw.rank(3, 3) }).waitFor();
      await page.getByText(words.draw.ahead(1)).waitFor();
      await assertLooks(page, `waiting-${language}-${size?.width}`, folder);
    }
  }
}
