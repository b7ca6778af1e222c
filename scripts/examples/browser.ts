import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A phone, with a browser profile of its own. */
export function openPhone(folder: string, name: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(folder, name), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    // Ctrl-C is the runner's to handle.
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
