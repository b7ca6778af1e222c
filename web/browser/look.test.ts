/** How the page looks, for everyone: each state, in four languages, light and dark, on a phone and on a desk. */
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildGate } from "../scripts/pages.ts";
import { originOf, servePage } from "../scripts/servePage.ts";
import { Film } from "./helpers/Film.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { openState, type PageState, STATES } from "./helpers/states.ts";

const LANGUAGES = ["en", "ja", "vi", "zh"] as const;
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1_280, height: 800 } } as const;

const SEED = Number(process.env.LOOK_SEED ?? Math.floor(Math.random() * 1_000));
const WHOLE = process.env.LOOK === "all";

/** Each state at one of the eight places. The seed moves them. LOOK=all takes each state at each place. */
function statesAt(place: number): readonly PageState[] {
  return STATES.filter((_, i) => WHOLE || (i * 3 + SEED) % 8 === place);
}

const found = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`,
  );

describe(`the look of the gate page, ${WHOLE ? "whole" : `LOOK_SEED=${SEED}`}`, () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-look-"));
    await buildGate({ into: join(folder, "page") });
    server = await servePage(join(folder, "page"));
    browser = await openBrowser(new Film(join(folder, "film.y4m")).file);
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function at(state: PageState, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    const context = await browser.newContext({ baseURL: originOf(server), permissions: ["camera"], ...options });
    const page = await context.newPage();
    try {
      await openState(page, state);
      await look(page);
    } finally {
      await context.close();
    }
  }

  for (const [row, [size, viewport]] of Object.entries(SIZES).entries()) {
    for (const [column, locale] of LANGUAGES.entries()) {
      it(`has no barrier and fits the screen: ${size}, ${locale}, light, dark and sunlight`, async () => {
        for (const state of statesAt(4 * row + column)) {
          await at(state, { locale, viewport, colorScheme: "light", reducedMotion: "reduce" }, async (page) => {
            for (const look of ["light", "dark", "sunlight"]) {
              await page.evaluate((look) => document.documentElement.setAttribute("data-look", look), look);
              expect(await found(page), `${state.name}, ${look}`).to.deep.equal([]);
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

  for (const [size, viewport] of Object.entries(SIZES)) {
    it(`is read at arm's length and touched with gloves on a ${size}`, async () => {
      for (const state of STATES) {
        await at(state, { locale: "en", viewport }, async (page) => {
          const small = await page.evaluate(() =>
            Array.from(document.querySelectorAll("button, select, input, textarea"), (one) => {
              const { width, height } = one.getBoundingClientRect();
              return { name: one.textContent ?? one.tagName, width, height };
            }).filter(({ width, height }) => width > 0 && (width < 48 || height < 48)),
          );
          expect(small, state.name).to.deep.equal([]);
          const sizes = await page.evaluate(() =>
            [".light .word", ".light .people b"].map((selector) => {
              const element = document.querySelector(selector);
              return element === null ? undefined : Number.parseFloat(getComputedStyle(element).fontSize);
            }),
          );
          const [word = 56, people = 96] = sizes;
          expect(word, `${state.name}, word`).to.be.at.least(56);
          expect(people, `${state.name}, people`).to.be.at.least(96);
        });
      }
    });
  }

  it("has room for text of twice the size: nothing is cut off at the side, and each button can be reached", async () => {
    const faults: string[] = [];
    for (const state of STATES) {
      await at(state, { locale: "vi", viewport: SIZES.phone }, async (page) => {
        await page.evaluate(() => {
          document.documentElement.style.fontSize = "200%";
        });
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wider > 0) faults.push(`${state.name} is ${wider} px wider than the screen`);
        const hidden = await page.evaluate(() => {
          const top =
            document.querySelector("dialog[open]") ?? document.querySelector(".light, .challenge") ?? document.body;
          return Array.from(top.querySelectorAll("button:not(:disabled), select, input, textarea"), (one) => {
            one.scrollIntoView({ block: "center" });
            const { left, top, width, height } = one.getBoundingClientRect();
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            return one.contains(hit) ? undefined : (one.textContent ?? one.tagName);
          }).filter((one) => one !== undefined);
        });
        for (const button of hidden) faults.push(`${state.name} covers "${button}"`);
      });
    }
    expect(faults).to.deep.equal([]);
  });

  it("gives each tone its own silhouette", async () => {
    const outlines = new Set<string | null>();
    for (const name of ["go", "look", "stop", "wait"]) {
      const state = STATES.find((one) => one.name === name);
      if (state === undefined) throw new Error(`there is no state ${name}`);
      await at(state, {}, async (page) => {
        outlines.add(await page.locator(".light .silhouette path").first().getAttribute("d"));
      });
    }
    expect(outlines.size).to.equal(4);
  });

  it("is worked with the keyboard alone", async () => {
    const ready = STATES.find(({ name }) => name === "ready");
    if (ready === undefined) throw new Error("there is no state ready");
    await at(ready, { locale: "en" }, async (page) => {
      // The body has the text of the whole page.
      const focused = () => page.evaluate(() => document.querySelector("body :focus")?.textContent ?? "");
      const tabTo = async (text: string) => {
        for (let i = 0; i < 20; i++) {
          await page.keyboard.press("Tab");
          if ((await focused()).includes(text)) return;
        }
        throw new Error(`no way with Tab to ${text}`);
      };
      await tabTo("Type");
      await page.keyboard.press("Enter");
      await page.locator("dialog[open] textarea:focus").waitFor();
      await page.keyboard.insertText("E1:SOME CODE OF A GUEST");
      await tabTo("Check");
      await page.keyboard.press("Enter");
      await page.locator(".light.go").waitFor();
      await tabTo("Next guest");
      await page.keyboard.press("Enter");
      await page.locator(".light").waitFor({ state: "detached" });
      await tabTo("More");
      await page.keyboard.press("Space");
      await page.locator("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
    });
  });

  it("opens a sheet in the moment it is there, so that no key goes elsewhere", async () => {
    const ready = STATES.find(({ name }) => name === "ready");
    if (ready === undefined) throw new Error("there is no state ready");
    await at(ready, { locale: "en" }, async (page) => {
      const first = page.evaluate(
        () =>
          new Promise((resolve) => {
            const watch = new MutationObserver(() => {
              const dialog = document.querySelector("dialog");
              if (dialog === null) return;
              watch.disconnect();
              resolve({ open: dialog.open, focus: document.activeElement?.tagName });
            });
            watch.observe(document.body, { childList: true, subtree: true });
            document.querySelector<HTMLButtonElement>(".tools .button")?.click();
          }),
      );
      expect(await first).to.deep.equal({ open: true, focus: "TEXTAREA" });
    });
  });

  it("moves nothing for who wants no motion", async () => {
    const go = STATES.find(({ name }) => name === "go");
    if (go === undefined) throw new Error("there is no state go");
    const animations = () => document.getAnimations().length;
    await at(go, { reducedMotion: "reduce" }, async (page) => {
      expect(await page.evaluate(animations)).to.equal(0);
      expect(await page.locator(".silhouette").evaluate((one) => getComputedStyle(one).animationName)).to.equal("none");
    });
    await at(go, { reducedMotion: "no-preference" }, async (page) => {
      expect(await page.locator(".silhouette").evaluate((one) => getComputedStyle(one).animationName)).to.not.equal(
        "none",
      );
    });
  });

  it("refuses WebAssembly in the page, and reads in the worker", async () => {
    const ready = STATES.find(({ name }) => name === "ready");
    if (ready === undefined) throw new Error("there is no state ready");
    await at(ready, {}, async (page) => {
      const refused = await page.evaluate(() =>
        WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(
          () => "compiled",
          (error: Error) => error.name,
        ),
      );
      expect(refused).to.equal("CompileError");
    });
  });
});
