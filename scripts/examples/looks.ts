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
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(tooWide <= 0, `the page is ${tooWide} pixels wider than the screen`);
    await writeFile(join(folder, `${name}-${colorScheme}.png`), await page.screenshot({ fullPage: true }));
  }
}
