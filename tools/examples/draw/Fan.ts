import type { BrowserContext, Page } from "playwright-core";
import { waitForCode } from "../buyer.ts";

/** A fan with a phone, and the page that the phone shows. Does what a fan does, by means of what a fan sees. */
export class Fan {
  readonly phone: BrowserContext;
  page: Page;
  /** The link to the entry. */
  entry = "";
  /** Of the document that the fan shows to the attester. */
  readonly number: string;

  constructor(phone: BrowserContext, page: Page, number: string) {
    this.phone = phone;
    this.page = page;
    this.number = number;
  }

  /** Goes from the shop's front page to the draw, shows a document, and ends on the page of the entry. */
  async enter(site: string): Promise<void> {
    await this.page.goto(site);
    await this.page.getByRole("link", { name: "See the draw" }).click();
    await this.page.getByRole("button", { name: "Confirm who I am, and enter" }).click();
    await this.#showDocument();
  }

  /** Shows the document again, because the evidence of the last time is over. */
  async confirm(): Promise<void> {
    await this.page.getByRole("button", { name: "Confirm who I am" }).click();
    await this.#showDocument();
  }

  /** Closes the page, and opens the entry from its link. */
  async reopen(): Promise<void> {
    await this.page.close();
    this.page = await this.phone.newPage();
    await this.page.goto(this.entry);
  }

  /** From the offer to the code of the ticket. */
  async buy(): Promise<void> {
    await this.press("Buy it now");
    await this.page.getByRole("button", { name: /^Pay / }).click();
    await this.page.waitForURL("**/tickets/*");
    await waitForCode(this.page);
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Waits for a heading, and says what the page shows instead. */
  async reads(heading: string | RegExp): Promise<void> {
    await this.#sees(this.page.getByRole("heading", { name: heading }), String(heading));
  }

  async finds(text: string | RegExp): Promise<void> {
    await this.#sees(this.page.getByText(text), String(text));
  }

  async #sees(what: ReturnType<Page["getByText"]>, name: string): Promise<void> {
    await what
      .first()
      .waitFor()
      .catch(async (error: Error) => {
        const shown = await this.page.locator("main").innerText();
        throw new Error(`the page does not show ${name}, but:\n${shown}`, { cause: error });
      });
  }

  async #showDocument(): Promise<void> {
    await this.page.getByLabel("Number of your document").fill(this.number);
    await this.page.getByRole("button", { name: "Show it" }).click();
    await this.page.waitForURL("**/entries/*");
    this.entry = this.page.url();
  }
}
