/** Every state of the wallet that a fan sees, for tests of how it looks. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { type Canned, cannedShop, linkTo } from "./cannedShop.ts";
import { ANDROID, LINE } from "./Phone.ts";

export type WalletState = {
  readonly name: string;
  readonly options?: BrowserContextOptions;
  readonly canned?: Canned;
  readonly reach: (page: Page, origin: string, canned: Canned) => Promise<void>;
};

const DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

async function offer(page: Page, origin: string): Promise<void> {
  await page.goto(linkTo(origin));
  await page.locator(".page .button.main, .page .qr, .note.bad").first().waitFor();
}

async function ticket(page: Page, origin: string): Promise<void> {
  await offer(page, origin);
  await page.locator(".button.main").click();
  await page.locator('a[href^="#code"], .note').first().waitFor();
}

const after = (act: (page: Page) => Promise<unknown>) => async (page: Page, origin: string) => {
  await ticket(page, origin);
  await act(page);
};

const part = (name: string, ready: string) =>
  after(async (page) => {
    await page.evaluate((name) => {
      location.hash = location.hash.replace("#ticket", `#${name}`);
    }, name);
    await page.locator(ready).first().waitFor();
  });

/** News come with the next question to the shop. */
const withNews =
  (rights: NonNullable<Canned["rights"]>, event?: Canned["event"]) =>
  async (page: Page, origin: string, canned: Canned) => {
    await ticket(page, origin);
    canned.rights = rights;
    if (event !== undefined) canned.event = event;
    await page.reload();
    await page.locator('.page:not([aria-busy="true"])').waitFor();
    await page.waitForFunction(() => document.querySelector('a[href^="#code"]') === null);
  };

const to =
  (fragment: string, ready = "h1") =>
  async (page: Page, origin: string) => {
    await page.goto(`${origin}/${fragment}`);
    await page.locator(ready).first().waitFor();
  };

const OTHER = `0x${"22".repeat(20)}` as const;
const ENTRY = { at: 1_893_456_000, lane: 3 };

export const WALLET_STATES: readonly WalletState[] = [
  { name: "empty", reach: to("") },
  { name: "settings", reach: to("#settings", "select") },
  { name: "add", reach: to("#add", "input") },
  {
    name: "camera-missing",
    reach: async (page, origin) => {
      await to("#add", "input")(page, origin);
      await page.locator(".button.main").click();
      await page.locator(".camera .button").waitFor();
    },
  },
  { name: "broken-link", reach: to("#doorkey=AQAA", ".note.bad") },
  { name: "offer", reach: offer },
  { name: "offer-app", options: { userAgent: LINE }, reach: offer },
  { name: "offer-computer", options: { userAgent: DESK }, reach: offer },
  { name: "offer-stranger", canned: { isStranger: true }, reach: offer },
  { name: "offer-away", canned: { isAway: true }, reach: offer },
  {
    name: "claiming",
    canned: { claims: (route) => route.abort() },
    reach: after((page) => page.locator(".note.warn").waitFor()),
  },
  { name: "ticket", reach: after((page) => page.locator("summary").click()) },
  { name: "ticket-soon", canned: { startsIn: 3_000 }, reach: ticket },
  {
    name: "list",
    reach: after(async (page) => {
      await page.evaluate(() => {
        location.hash = "#";
      });
      await page.locator(".ticket").waitFor();
    }),
  },
  { name: "code", reach: part("code", ".entry-code") },
  { name: "return", reach: part("return", ".button.bad") },
  { name: "move", reach: part("move", ".qr") },
  {
    name: "seller",
    reach: after(async (page) => {
      await page.evaluate(() => {
        location.hash = "#seller";
      });
      await page.locator("input").fill("fake.example");
      await page.locator("form .button").click();
      await page.locator(".note.bad").waitFor();
    }),
  },
  { name: "entered", reach: withNews((right) => ({ ...right, status: "admitted", entry: ENTRY })) },
  { name: "returned", reach: withNews((right) => ({ ...right, status: "void", freed: "returned" })) },
  { name: "revoked", reach: withNews((right) => ({ ...right, status: "void", freed: "revoked" })) },
  { name: "moved", reach: withNews((right) => ({ ...right, status: "rebound", holder: OTHER, rebinds: 1 })) },
  { name: "cancelled", reach: withNews((right) => right, { isCancelled: true }) },
  {
    name: "receive",
    reach: async (page, origin) => {
      await page.goto(`${origin}/#receive=1.0x5FbDB2315678afecb367f032d93F642f64180aa3.7&at=tickets.shop.example/door`);
      await page.locator(".button.main").click();
      await page.locator(".qr").waitFor();
    },
  },
  { name: "check-stranger", reach: to("#check&at=tickets.shop.example/door&back=https://fake.example/", ".note.bad") },
];

export const STATE_OPTIONS: BrowserContextOptions = { userAgent: ANDROID };

/** Opens a page in a state. */
export async function openWalletState(page: Page, origin: string, { canned = {}, reach }: WalletState): Promise<void> {
  const answers = { ...canned };
  await cannedShop(page, answers);
  await reach(page, origin, answers);
}
