/** The shop in each of its languages, on a phone and on a computer. */
import assert from "node:assert/strict";
import type { BrowserContext } from "playwright-core";
import { LANGUAGES } from "../../examples/ticket-site/words/languages.ts";
import { openComputer, openPhone } from "./browser.ts";
import type { Evening } from "./Evening.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

export async function tryLanguages({ checks, folder }: Trial, { origin }: Evening): Promise<void> {
  for (const [language, words] of Object.entries(LANGUAGES)) {
    await checks.that(`the shop sells in ${words.name}, on a phone and on a computer`, async () => {
      const phone = await openPhone(folder, `phone ${language}`);
      await journey(phone, language);
      await phone.close();
      const computer = await openComputer(folder, `computer ${language}`);
      await computer.addCookies([{ name: "language", value: language, url: origin }]);
      const page = await computer.newPage();
      for (const [name, path] of [
        ["shop", "/"],
        ["seller", `/check-seller?url=${encodeURIComponent(origin)}`],
        ["no-page", "/nowhere"],
      ] as const) {
        await page.goto(`${origin}${path}`);
        assert.equal(await page.locator("html").getAttribute("lang"), words.tag);
        await assertLooks(page, `${name}-${language}-computer`, folder);
      }
      await page.goto(origin);
      await page.getByRole("button", { name: words.shop.goToPayment }).click();
      await page.getByText(words.checkout.scanWithPhone).waitFor();
      await assertLooks(page, `payment-${language}-computer`, folder);
      await computer.close();
    });

    async function journey(phone: BrowserContext, language: string): Promise<void> {
      const page = await phone.newPage();
      const look = (name: string) => assertLooks(page, `${name}-${language}`, folder);
      await page.goto(origin);
      if (language !== "en") await page.getByRole("link", { name: words.name }).click();
      await page.getByRole("button", { name: words.shop.goToPayment }).waitFor();
      await look("shop");
      await page.getByRole("button", { name: words.shop.goToPayment }).click();
      await page.getByText(words.checkout.deviceReady).waitFor();
      await look("payment");
      await page.locator("form button").click();
      await page.getByText(words.ticket.more).waitFor();
      await page.getByText(words.ticket.more).click();
      await page.getByRole("button", { name: words.giveBack.action }).waitFor();
      await look("ticket");
      await page.getByRole("button", { name: words.giveBack.action }).click();
      await page.getByRole("button", { name: words.giveBack.confirm }).waitFor();
      await look("give-back");
      await page.getByRole("button", { name: words.giveBack.keepIt }).click();
      await page.goto(`${origin}/check-seller?url=${encodeURIComponent(origin)}`);
      await page.getByText("✓").waitFor();
      await look("seller");
    }
  }
}
