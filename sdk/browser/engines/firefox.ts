import puppeteer from "puppeteer-core";
import { INSECURE_HOST } from "../site.ts";
import type { Engine } from "./Engine.ts";

/** Debian's Firefox ESR over WebDriver BiDi, or the one in FIREFOX. */
export const firefox: Engine = {
  name: "Firefox ESR",
  keepsProfile: true,
  cannot: ["make a passkey, because WebDriver BiDi has no virtual authenticator"],
  async start({ profile }) {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
      headless: true,
      userDataDir: profile,
      extraPrefsFirefox: { "network.dns.localDomains": INSECURE_HOST },
    });
    return {
      version: (await browser.version()).replace("firefox/", ""),
      async open(url) {
        const page = await browser.newPage();
        await page.goto(url);
        return {
          run: (act, argument) => page.evaluate(`(${act})(${JSON.stringify(argument)})`) as Promise<never>,
          reload: async () => void (await page.reload()),
          close: () => page.close(),
        };
      },
      close: () => browser.close(),
    };
  },
};
