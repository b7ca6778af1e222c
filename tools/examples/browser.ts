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
  return open(join(folder, name), { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
}

export function openComputer(folder: string, name: string): Promise<BrowserContext> {
  return open(join(folder, name), { viewport: { width: 1200, height: 900 } });
}

function open(profile: string, screen: object): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...screen,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    deviceScaleFactor: 2,
    // Ctrl-C is the runner's to handle.
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
