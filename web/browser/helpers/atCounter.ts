/** What clerks do in the page of the box office, and what they see there. */
import type { Locator, Page } from "playwright-core";

/** What a clerk wants to sell. The class is "standing" if it names none. */
export type Wish = {
  readonly className?: string;
  readonly people?: number;
  readonly seats?: string;
  readonly order?: string;
};

/** Opens a part of the page by the name of its tab. */
export async function open(page: Page, tab: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: tab, exact: true }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Waits until a sale or a list is in a state. */
export function stateOf(card: Locator, state: string): Promise<void> {
  return card.and(card.page().locator(`[data-state="${state}"]`)).waitFor();
}

/** The first step, up to the kept places. */
export async function keep(page: Page, { className = "standing", people, seats, order }: Wish): Promise<void> {
  await open(page, "Sell");
  const another = page.getByRole("button", { name: "Sell another" });
  if (await another.isVisible()) await another.click();
  await page.getByRole("radio", { name: new RegExp(`^${className}`) }).check();
  if (people !== undefined) await page.getByRole("spinbutton", { name: "People" }).fill(String(people));
  if (seats !== undefined) await page.getByRole("textbox", { name: /^Seats/ }).fill(seats);
  if (order !== undefined) await page.getByRole("textbox", { name: /^Order number/ }).fill(order);
  await page.getByRole("button", { name: "Keep the places" }).click();
}

/** Both steps. Returns the card of the sale and the link that its QR code shows. */
export async function sell(page: Page, wish: Wish): Promise<{ readonly card: Locator; readonly link: string }> {
  await keep(page, wish);
  await stateOf(cardOf(page), "reserved");
  return invite(page);
}

/** The second step. */
export async function invite(page: Page): Promise<{ readonly card: Locator; readonly link: string }> {
  const card = cardOf(page);
  await page.getByRole("button", { name: "Paid: show the invitation" }).click();
  await stateOf(card, "waiting");
  return { card, link: await linkOf(page) };
}

const cardOf = (page: Page) => page.locator("section[data-sale]");

/** The link as the clipboard gets it. */
async function linkOf(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.bringToFront();
  await page.getByRole("button", { name: "Copy the link" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

export async function find(page: Page, text: string): Promise<void> {
  await open(page, "Find");
  await page.getByRole("searchbox").fill(text);
  await page.getByRole("button", { name: "Find" }).click();
}

export function rightCard(page: Page, rightId: string): Locator {
  return page.locator(`[data-right="${rightId}"]`);
}

/** Chooses a list of orders, and returns its card. */
export async function chooseList(page: Page, name: string, csv: string): Promise<Locator> {
  await open(page, "Orders");
  await page.getByLabel("Choose a CSV").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });
  return page.locator("[data-import]", { hasText: name });
}
