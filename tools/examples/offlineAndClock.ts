/** What a ticket on a phone goes through before the door: wrong clocks, no network, a shop that mends its page. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCode } from "doorkey/code";
import type { BrowserContext, Page } from "playwright-core";
import { codeOnScreen, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

/** Seconds that a code may be from the true time: gates take 15 ahead and 45 behind. */
const NEAR = 14;

type Options = {
  readonly phone: BrowserContext;
  /** With a ticket on it. */
  readonly page: Page;
  /** Starts the site anew. */
  readonly restart: () => Promise<void>;
};

/** Leaves the phone without a network. */
export async function tryHardships(
  { checks, processes, folder }: Trial,
  { site }: Evening,
  { phone, page, restart }: Options,
): Promise<void> {
  await checks.that("a page that was mended reaches phones that kept the old one", async () => {
    const views = join(site, "page/views.ts");
    await writeFile(views, (await readFile(views, "utf8")).replace("Sold by", "Sold to you by"));
    await processes.run("npm", ["run", "--silent", "build"], { cwd: site });
    await restart();
    const mended = page.getByText("Sold to you by");
    for (let visit = 0; visit < 5 && !(await mended.isVisible()); visit++) {
      await page.reload();
      await waitForCode(page);
      // As long as a glance.
      await page.waitForTimeout(1_500);
    }
    assert.ok(await mended.isVisible(), "the page is the old one after five visits");
  });
  await checks.that("a phone whose clock is wrong is told so, and shows the right code, offline too", async () => {
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
      // Back from the pocket: the page asks for the time again, and hears nothing.
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await late.locator("#code:not([data-old]) svg").waitFor();
    await assertTimely(late);
    await phone.setOffline(false);
    await late.close();
  });
  await checks.that("without a network the ticket is still there, and says by which clock", async () => {
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
