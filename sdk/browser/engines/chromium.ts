import { type BrowserContext, chromium as playwright } from "playwright-core";
import { INSECURE_HOST } from "../site.ts";
import type { Engine } from "./Engine.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
];

/** Debian's Chromium, or the one in CHROMIUM. */
export const chromium: Engine = {
  name: "Chromium",
  keepsProfile: true,
  cannot: [],
  async start({ profile }) {
    const context = await startChromium(profile);
    return {
      version: context.browser()?.version() ?? "",
      async open(url) {
        const page = await context.newPage();
        await page.goto(url);
        return {
          // Playwright's type of a result leaves no room for a function that is generic itself.
          run: (act, argument) => page.evaluate(`(${act})(${JSON.stringify(argument)})`),
          reload: async () => void (await page.reload()),
          close: () => page.close(),
        };
      },
      close: () => context.close(),
    };
  },
};

export function startChromium(profile: string): Promise<BrowserContext> {
  return playwright.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
}
