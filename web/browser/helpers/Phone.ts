/** A fan's phone with the wallet open in its browser. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { until } from "../../../relay/test/helpers/processes.ts";
import { readPicture } from "./readPicture.ts";

export const ANDROID =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
export const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
export const LINE =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/156.0.0.0 Mobile Safari/537.36 Line/15.2.0";

export const PHONE: BrowserContextOptions = {
  ...{ locale: "en", viewport: { width: 360, height: 740 }, userAgent: ANDROID },
  permissions: ["camera"],
};

/** The event of keys that the SDK makes to test a browser. */
const EVENT_OF_TESTS = 2 ** 32 - 1;

export class Phone {
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    // The machine of a test may do much else.
    page.setDefaultTimeout(120_000);
  }

  static async take(browser: Browser, options: BrowserContextOptions = {}): Promise<Phone> {
    return Phone.of(await browser.newContext({ ...PHONE, ...options }));
  }

  static async of(context: BrowserContext): Promise<Phone> {
    return new Phone(context, await context.newPage());
  }

  /** The wallet in a page that is open already. */
  static with(context: BrowserContext, page: Page): Phone {
    return new Phone(context, page);
  }

  /** Opens a shop's link and keeps what it offers. */
  async keep(link: string): Promise<void> {
    await this.open(link);
    await this.button(/^Keep (on this phone|with a passkey)$/).click();
    await this.link("Show code").waitFor();
  }

  /** Opens an address as a new page does: a link that changes the fragment alone would not load it. */
  async open(link: string): Promise<void> {
    await this.page.goto("about:blank");
    await this.page.goto(link);
  }

  button(name: string | RegExp) {
    return this.page.getByRole("button", { name });
  }

  link(name: string | RegExp) {
    return this.page.getByRole("link", { name });
  }

  says(text: string | RegExp) {
    return this.page.getByText(text).first().waitFor();
  }

  text(): Promise<string> {
    return this.page.locator("#app").innerText();
  }

  /** The code on the screen, as a gate's camera sees it. */
  async picture(): Promise<Uint8Array> {
    const code = this.page.locator(".entry-code .qr");
    await code.waitFor();
    return code.screenshot();
  }

  /** What the code on the screen says, read from its pixels. */
  async code(): Promise<string> {
    return readPicture(await this.picture());
  }

  /** What a code for another phone says. */
  async qrText(): Promise<string> {
    const qr = this.page.locator(".page .qr");
    await qr.waitFor();
    return readPicture(await qr.screenshot());
  }

  /** The label that a screen reader says for the code. */
  async label(): Promise<string | null> {
    return this.page.locator(".entry-code .qr").getAttribute("aria-label");
  }

  /** Moves the ticket on its screen to another phone, whose owner agrees. */
  async moveTo(other: Phone): Promise<void> {
    await this.page.getByText("Change something").click();
    await this.link("Move to a new phone").click();
    await other.open(await this.qrText());
    await other.button("Show my code").click();
    await other.says("Waiting. You may close this page");
    await this.page.getByLabel("Or paste its text").fill(await other.qrText());
    await this.button("Continue").click();
    await this.says(/^Move the tickets of .* to that phone\?$/);
    await this.button("Yes, move").click();
    await this.says("These tickets work on another phone now.");
    await other.link("Show code").waitFor();
  }

  /** Addresses of the keys that this browser has, once it has forgotten those that it made to test itself. */
  async keys(): Promise<readonly string[]> {
    let found: readonly KeptKey[] = [];
    await until("the phone has tested itself", async () => {
      found = await this.page.evaluate(keptKeys);
      return found.every(({ eventId }) => eventId !== EVENT_OF_TESTS);
    });
    return found.map(({ address }) => address);
  }

  /** The wallet's records of its tickets. */
  tickets(): Promise<readonly unknown[]> {
    return this.page.evaluate(inTickets, undefined);
  }

  /** Writes records of tickets in place of the wallet's, as a person with the developer tools does. */
  async putTickets(tickets: readonly unknown[]): Promise<void> {
    await this.page.evaluate(inTickets, tickets);
  }

  /** Changes each record of a ticket, from a page of the site that writes none itself. */
  async edit(change: (ticket: never) => unknown): Promise<void> {
    await this.page.goto(new URL("/icon.svg", this.page.url()).href);
    await this.putTickets((await this.tickets()).map((one) => change(one as never)));
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

type KeptKey = { readonly address: string; readonly eventId: number };

/** Runs in the page. */
function keptKeys(): Promise<readonly KeptKey[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("doorkey");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains("keys")) return resolve([]);
      const all = database.transaction("keys").objectStore("keys").getAll();
      all.onsuccess = () => {
        database.close();
        resolve(all.result.map(({ address, event }) => ({ address, eventId: event.eventId })));
      };
    };
  });
}

/** Runs in the page: reads all records of tickets, and writes others in their place if there are any. */
function inTickets(others: readonly unknown[] | undefined): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("doorkey-wallet");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("tickets", "readwrite", { durability: "strict" });
      const store = transaction.objectStore("tickets");
      for (const one of others ?? []) store.put(one);
      const all = store.getAll();
      transaction.oncomplete = () => {
        database.close();
        resolve(all.result);
      };
    };
  });
}
