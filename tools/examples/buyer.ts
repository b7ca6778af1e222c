/** What a buyer does at the ticket site, by means of what a buyer sees. */
import type { BrowserContext, Page } from "playwright-core";
import { readCode } from "./readCode.ts";

/** Chooses and pays, after the page has tested the phone. Ends on the page of the ticket. */
export async function buy(phone: BrowserContext, site: string, place: string, people: number): Promise<Page> {
  const page = await phone.newPage();
  await page.goto(site);
  await page.getByLabel("Where?").selectOption(place);
  await page.getByLabel("How many people?").selectOption(String(people));
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.waitForURL("**/tickets/*");
  return page;
}

export async function waitForCode(page: Page): Promise<void> {
  const code = page.getByRole("img", { name: /^Entry code for / });
  await code.waitFor().catch(async (error: Error) => {
    throw new Error(`the page shows no code, but:\n${await page.locator("main").innerText()}`, { cause: error });
  });
}

/** Reads the code off a picture of the whole screen, as a camera does. */
export async function codeOnScreen(page: Page): Promise<{ readonly code: string; readonly picture: Buffer }> {
  const picture = await page.screenshot();
  return { code: readCode(picture), picture };
}

/** Reads what the browser keeps about the ticket. */
export async function passOf(page: Page) {
  const kept = await page.evaluate(() => {
    const order = location.pathname.split("/").at(-1);
    return [localStorage.getItem(`pass:${order}`), localStorage.getItem(`claim:${order}`)];
  });
  const [pass, claim] = kept.map((text) => (text === null ? undefined : JSON.parse(text)));
  return { pass, claim };
}
