import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const paleTexts = await readFile(join(import.meta.dirname, "paleTexts.browser.js"), "utf8");

/** Readable in light and dark, and never wider than the phone; a picture of each for whoever wants to look. */
export async function assertLooks(page: Page, name: string, folder: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await page.evaluate(paleTexts), []);
    // Not against innerWidth: a phone zooms out until a page that is too wide fits.
    const tooWide =
      (await page.evaluate(() => document.documentElement.scrollWidth)) - (page.viewportSize()?.width ?? 0);
    assert.ok(tooWide <= 0, `the page is ${tooWide} pixels wider than the screen`);
    await writeFile(join(folder, `${name}-${colorScheme}.png`), await page.screenshot({ fullPage: true }));
  }
}
