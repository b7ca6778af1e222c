/** How the box office looks, for everyone: each part, in four languages, light and dark, on a phone and on a desk. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "./helpers/openBrowser.ts";
import { type Counter, openCounter } from "./helpers/openCounter.ts";

const LANGUAGES = ["en", "ja", "vi", "zh"] as const;
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1_280, height: 800 } } as const;

const SEED = Number(process.env.LOOK_SEED ?? Math.floor(Math.random() * 1_000));
const WHOLE = process.env.LOOK === "all";

/** A part of the page, reached from anywhere, without words of a language. */
type Part = { readonly name: string; readonly reach: (page: Page) => Promise<void> };

const tab = (name: string) => async (page: Page) => {
  await page.keyboard.press("Escape");
  await page.locator(`a.tab[href="#${name}"]`).click();
  await page.locator("h1#part").waitFor();
};

const found = (text: string) => async (page: Page) => {
  await tab("find")(page);
  await page.locator('input[type="search"]').fill(text);
  await page.locator("search button").click();
  await page.locator("[data-right], [data-sale]").first().waitFor();
};

const sheet = (n: number) => async (page: Page) => {
  await found("look-kept")(page);
  await page.locator("[data-right] .row .button").nth(n).click();
  await page.locator("dialog[open]").waitFor();
};

const sale = (order: string) => async (page: Page) => {
  await found(order)(page);
  await page.locator("li[data-sale] .button").first().click();
  await page.locator("section[data-sale]").waitFor();
};

const PARTS: readonly Part[] = [
  {
    name: "sell",
    reach: async (page) => {
      await tab("sell")(page);
      const card = page.locator("section[data-sale] .row .button").first();
      if (await card.isVisible()) await card.click();
      await page.locator(".levels").waitFor();
    },
  },
  { name: "reserved", reach: sale("look-reserved") },
  { name: "waiting for the phone", reach: sale("look-waiting") },
  { name: "in the wallet", reach: sale("look-kept") },
  { name: "cancelled", reach: sale("look-cancelled") },
  { name: "found", reach: found("look-kept") },
  { name: "return", reach: sheet(0) },
  { name: "move", reach: sheet(1) },
  { name: "revoke", reach: sheet(2) },
  {
    name: "orders",
    reach: async (page) => {
      await tab("import")(page);
      const lines = page.locator("[data-import] [aria-expanded]").first();
      await lines.click();
      await page.locator("table").first().waitFor();
    },
  },
  {
    name: "today",
    reach: async (page) => {
      await tab("today")(page);
      await page.locator("tbody tr").first().waitFor();
    },
  },
  { name: "waiting", reach: tab("waiting") },
  {
    name: "staff",
    reach: async (page) => {
      await tab("staff")(page);
      await page.locator(".list li").first().waitFor();
    },
  },
];

/** Each part at one of the eight places. The seed moves them. LOOK=all takes each part at each place. */
const partsAt = (place: number) => PARTS.filter((_, i) => WHOLE || (i * 3 + SEED) % 8 === place);

describe(`the look of the box office, ${WHOLE ? "whole" : `LOOK_SEED=${SEED}`}`, () => {
  let counter: Counter;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  before(async () => {
    counter = await openCounter();
    browser = await openBrowser();
    page = await counter.signIn(browser, "Mei", "manager");
    context = page.context();
    page.setDefaultTimeout(15_000);
    await fillOffice();
  });
  after(async () => {
    await browser?.close();
    await counter?.close();
  });

  const post = async (path: string, data: object) => {
    const answer = await context.request.post(`${counter.url()}/api/${path}`, { data });
    expect(answer.ok(), await answer.text()).to.equal(true);
    return answer.json();
  };

  /** Sales in each state, a list with a bad row, a clerk. */
  async function fillOffice(): Promise<void> {
    const { eventId } = counter.show;
    const reserve = (order: string) => post("sales", { eventId, className: "standing", quantity: 2, order });
    const invite = async (order: string) => post(`sales/${(await reserve(order)).id}/invitation`, {});
    await reserve("look-reserved");
    await invite("look-waiting");
    await counter.claim((await invite("look-kept")).link);
    await post(`sales/${(await reserve("look-cancelled")).id}/cancel`, {});
    const csv = "order,class,quantity,seats\nlook-1,standing,2,\nlook-2,balcony,1,\n";
    const query = new URLSearchParams({ eventId: String(eventId), name: "Orders of the week.csv" });
    const headers = { "content-type": "text/csv" };
    await context.request.post(`${counter.url()}/api/imports?${query}`, { data: csv, headers });
    await counter.inviteLink("Aya", "clerk");
  }

  async function show(language: string): Promise<void> {
    await page.evaluate((language) => localStorage.setItem("language", language), language);
    await page.goto(`${counter.url()}/`);
    await page.locator(`html[lang="${language}"] header.bar`).waitFor();
  }

  const violations = async () =>
    (await new AxeBuilder({ page }).analyze()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`,
    );

  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  for (const [row, [size, viewport]] of Object.entries(SIZES).entries()) {
    for (const [column, language] of LANGUAGES.entries()) {
      it(`has no barrier and fits the screen: ${size}, ${language}, light and dark`, async () => {
        await page.setViewportSize(viewport);
        await show(language);
        for (const { name, reach } of partsAt(4 * row + column)) {
          await reach(page);
          for (const look of ["light", "dark"]) {
            await page.evaluate((look) => document.documentElement.setAttribute("data-look", look), look);
            expect(await violations(), `${name}, ${look}`).to.deep.equal([]);
            if (process.env.SHOTS)
              await page.screenshot({
                path: `${process.env.SHOTS}/${name}-${size}-${language}-${look}.png`,
                fullPage: true,
              });
          }
          expect(await overflow(), `${name} is wider than the screen`).to.equal(0);
        }
      });
    }
  }

  it("can be touched, and has room for text of twice the size", async () => {
    await page.setViewportSize(SIZES.phone);
    await show("vi");
    for (const { name, reach } of PARTS) {
      await reach(page);
      const small = await page.evaluate(() =>
        Array.from(document.querySelectorAll("button, select, input, textarea, a.tab, a.button"), (one) => {
          const { width, height } = one.getBoundingClientRect();
          return { name: one.textContent ?? one.tagName, width, height };
        }).filter(({ width, height }) => width > 0 && (width < 48 || height < 48)),
      );
      expect(small, name).to.deep.equal([]);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "200%";
      });
      expect(await overflow(), `${name} at 200 %`).to.equal(0);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "";
      });
    }
  });

  it("sells, finds and revokes with the keyboard alone", async () => {
    await page.setViewportSize(SIZES.desk);
    await show("en");
    const focused = () =>
      page.evaluate(() => {
        const one = document.activeElement;
        if (one === document.body) return "";
        return `${one?.getAttribute("aria-label") ?? ""} ${one?.textContent ?? ""} ${one?.closest("label")?.textContent ?? ""}`;
      });
    const tabTo = async (text: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        if ((await focused()).includes(text)) return;
      }
      throw new Error(`no way with Tab to ${text}`);
    };
    await tabTo("Sell");
    await page.keyboard.press("Enter");
    await page.locator(".levels").waitFor();
    await tabTo("standing");
    await tabTo("Order number");
    await page.keyboard.type("keys-1");
    await tabTo("Keep the places");
    await page.keyboard.press("Enter");
    const card = page.locator("section[data-sale]");
    await card.and(page.locator('[data-state="reserved"]')).waitFor();
    await tabTo("Paid: show the invitation");
    await page.keyboard.press("Space");
    await card.and(page.locator('[data-state="waiting"]')).waitFor();
    const { sales } = await (await context.request.get(`${counter.url()}/api/search?q=keys-1`)).json();
    await counter.claim(sales[0].link);
    await card.and(page.locator('[data-state="kept"]')).waitFor();
    // The button that was pressed is gone; the focus stays at the sale.
    expect(await focused()).to.include("Order keys-1");
    await tabTo("Find");
    await page.keyboard.press("Enter");
    await tabTo("Order, right, key of a phone, or seat");
    await page.keyboard.type("keys-1");
    await page.keyboard.press("Enter");
    await page.locator("[data-right]").waitFor();
    await tabTo("Revoke");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    await tabTo("Reason");
    await page.keyboard.type("paid twice");
    await page.keyboard.press("Enter");
    await page.getByText("Revoke: done").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    // The button that opened the dialog goes when the list is read again; the focus stays at the right.
    await page.locator("[data-right] h3:focus").waitFor();
  });
});
