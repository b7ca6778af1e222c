/** How the wallet looks, for everyone: each state, in four languages, light and dark, on a phone and on a desk. */
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildWallet } from "../scripts/pages.ts";
import { originOf, servePage } from "../scripts/servePage.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { openWalletState, STATE_OPTIONS, WALLET_STATES, type WalletState } from "./helpers/walletStates.ts";

const LANGUAGES = ["en", "ja", "vi", "zh"] as const;
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1_280, height: 800 } } as const;

const SEED = Number(process.env.LOOK_SEED ?? Math.floor(Math.random() * 1_000));
const WHOLE = process.env.LOOK === "all";

/** Each state at one of the eight places. The seed moves them. LOOK=all takes each state at each place. */
function statesAt(place: number): readonly WalletState[] {
  return WALLET_STATES.filter((_, i) => WHOLE || (i * 3 + SEED) % 8 === place);
}

function stateNamed(name: string): WalletState {
  const state = WALLET_STATES.find((one) => one.name === name);
  if (state === undefined) throw new Error(`there is no state ${name}`);
  return state;
}

const found = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`,
  );

describe(`the look of the wallet, ${WHOLE ? "whole" : `LOOK_SEED=${SEED}`}`, () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-look-"));
    await buildWallet({ into: join(folder, "wallet") });
    server = await servePage(join(folder, "wallet"));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function at(state: WalletState, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    const context = await browser.newContext({ ...STATE_OPTIONS, ...options, ...state.options });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    try {
      await openWalletState(page, originOf(server), state);
      await look(page);
    } finally {
      await context.close();
    }
  }

  for (const [row, [size, viewport]] of Object.entries(SIZES).entries()) {
    for (const [column, locale] of LANGUAGES.entries()) {
      it(`has no barrier and fits the screen: ${size}, ${locale}, light and dark`, async () => {
        for (const state of statesAt(4 * row + column)) {
          await at(state, { locale, viewport, colorScheme: "light", reducedMotion: "reduce" }, async (page) => {
            for (const colorScheme of ["light", "dark"] as const) {
              await page.emulateMedia({ colorScheme });
              expect(await found(page), `${state.name}, ${colorScheme}`).to.deep.equal([]);
            }
            const overflow = await page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            expect(overflow, `${state.name} is wider than the screen`).to.equal(0);
          });
        }
      });
    }
  }

  it("has buttons for thumbs, and room for text of twice the size: nothing is cut off, each button can be reached", async () => {
    const faults: string[] = [];
    for (const state of WALLET_STATES.filter((_, i) => WHOLE || (i + SEED) % 3 === 0)) {
      await at(state, { locale: "vi", viewport: SIZES.phone }, async (page) => {
        const small = await page.evaluate(() =>
          Array.from(document.querySelectorAll("button, select, input, summary, a.button, .back"), (one) => {
            const { width, height } = one.getBoundingClientRect();
            return width > 0 && (width < 44 || height < 44) ? `${one.textContent} ${width}×${height}` : undefined;
          }).filter((one) => one !== undefined),
        );
        for (const one of small) faults.push(`${state.name} has a small button: ${one}`);
        await page.evaluate(() => {
          document.documentElement.style.fontSize = "200%";
        });
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wider > 0) faults.push(`${state.name} is ${wider} px wider than the screen`);
        const hidden = await page.evaluate(() =>
          Array.from(document.querySelectorAll("button:not(:disabled), select, input, a.button"), (one) => {
            one.scrollIntoView({ block: "center" });
            const { left, top, width, height } = one.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return !one.checkVisibility({ contentVisibilityAuto: true }) || one.contains(hit)
              ? undefined
              : (one.textContent ?? one.tagName);
          }).filter((one) => one !== undefined),
        );
        for (const button of hidden) faults.push(`${state.name} covers "${button}"`);
      });
    }
    expect(faults).to.deep.equal([]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`shows its code black on white, 280 px wide or more, in the upper half of a ${colorScheme} screen`, async () => {
      for (const viewport of Object.values(SIZES)) {
        await at(stateNamed("code"), { viewport, colorScheme }, async (page) => {
          const box = await page.locator(".entry-code .qr").boundingBox();
          if (box === null) throw new Error("there is no code");
          expect(box.width).to.be.at.least(280);
          expect(box.y + box.height / 2).to.be.below(viewport.height / 2);
          const ground = await page
            .locator(".code-screen")
            .evaluate((screen) => getComputedStyle(screen).backgroundColor);
          expect(ground).to.equal("rgb(255, 255, 255)");
        });
      }
    });
  }

  it("names the code for readers of screens, and moves nothing for who wants no motion", async () => {
    const transition = (page: Page) =>
      page.locator(".ring .left").evaluate((one) => getComputedStyle(one).transitionDuration);
    await at(stateNamed("code"), { locale: "en", reducedMotion: "reduce" }, async (page) => {
      await page.getByRole("img", { name: "Entry code for A night to remember, 3 people" }).waitFor();
      expect(await transition(page)).to.equal("0s");
    });
    await at(stateNamed("code"), { reducedMotion: "no-preference" }, async (page) => {
      expect(await transition(page)).to.equal("1s");
    });
  });

  it("is worked with the keyboard alone, from the list to the code and to a return", async () => {
    await at(stateNamed("list"), { locale: "en" }, async (page) => {
      const tabTo = async (text: string) => {
        for (let i = 0; i < 30; i++) {
          await page.keyboard.press("Tab");
          // The body has the text of the whole page.
          const focused = await page.evaluate(() => document.querySelector("body :focus")?.textContent ?? "");
          if (focused.includes(text)) return;
        }
        throw new Error(`no way with Tab to ${text}`);
      };
      await tabTo("Show code");
      await page.keyboard.press("Enter");
      await page.locator(".entry-code").waitFor();
      await tabTo("Close");
      await page.keyboard.press("Enter");
      await page.locator("summary").first().waitFor();
      await tabTo("Change something");
      await page.keyboard.press("Enter");
      await tabTo("Give back");
      await page.keyboard.press("Enter");
      await page.locator(".button.bad").waitFor();
      await tabTo("No, keep");
      await page.keyboard.press("Enter");
      await page.locator('a[href^="#code"]').waitFor();
    });
  });

  it("changes its language by hand, and keeps it", async () => {
    await at(stateNamed("settings"), { locale: "en" }, async (page) => {
      await page.locator("select").selectOption("ja");
      await page.getByRole("heading", { name: "設定" }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).to.equal("ja");
      await page.reload();
      await page.getByRole("heading", { name: "設定" }).waitFor();
    });
  });
});
