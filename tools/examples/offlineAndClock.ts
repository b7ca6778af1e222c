/** What a ticket on a phone meets before the door: wrong clocks, no network, a shop that updates its page. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCode } from "doorkey/code";
import type { BrowserContext, Page } from "playwright-core";
import { codeOnScreen, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

/** Most seconds between a code and the true time. Gates accept 15 ahead and 45 behind. */
const NEAR = 14;

type Options = {
  readonly phone: BrowserContext;
  /** With a ticket on it. */
  readonly page: Page;
  /** Restarts the site. */
  readonly restart: () => Promise<void>;
};

/** Ends with the phone offline. */
export async function tryHardships(
  { checks, processes, folder }: Trial,
  { site }: Evening,
  { phone, page, restart }: Options,
): Promise<void> {
  await checks.that("an updated page reaches phones that kept the old one", async () => {
    const words = join(site, "words/en.ts");
    await writeFile(words, (await readFile(words, "utf8")).replace("Sold by", "Sold to you by"));
    await processes.run("npm", ["run", "--silent", "build"], { cwd: site });
    await restart();
    const mended = page.getByText("Sold to you by");
    for (let visit = 0; visit < 5 && !(await mended.isVisible()); visit++) {
      await page.reload();
      await waitForCode(page);
      // As long as a glance.
      await page.waitForTimeout(1_500);
    }
    assert.ok(await mended.isVisible(), "the page is still the old one after five visits");
  });
  await checks.that("a phone with a wrong clock says so, and shows the right code, offline too", async () => {
    const late = await phone.newPage();
    await late.addInitScript(() => {
      const now = Date.now;
      Date.now = () => now() - 300_000;
    });
    await late.goto(page.url());
    await waitForCode(late);
    await late.getByText("This phone's clock is 5 minutes slow.").waitFor();
    await assertLooks(late, "wrong-clock", folder);
    await assertTimely(late);

    await phone.setOffline(true);
    await late.evaluate(() => {
      document.getElementById("code")?.setAttribute("data-old", "");
      // Back from the pocket: the page asks for the time again, and gets no answer.
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await late.locator("#code:not([data-old]) svg").waitFor();
    await assertTimely(late);
    await phone.setOffline(false);
    await late.close();
  });
  await checks.that("without a network the ticket still shows its code, and names its clock", async () => {
    await phone.setOffline(true);
    await page.reload();
    await waitForCode(page);
    await page.getByText("You are offline.").waitFor();
    await assertLooks(page, "offline", folder);
    await assertTimely(page);
  });
}

async function assertTimely(page: Page): Promise<void> {
  const code = parseCode((await codeOnScreen(page)).code);
  assert.equal(code.status, "parsed");
  const off = "issuedAt" in code ? Math.abs(code.issuedAt - Date.now() / 1000) : Number.POSITIVE_INFINITY;
  assert.ok(off < NEAR, `the code is ${off} s off`);
}
