/**
 * How long a wallet takes from its opening to the first code: warm, and offline with its server gone. Beside it, an empty
 * page of the same server in the same run; and how long a code takes to sign and to draw. The shop has ready answers.
 *
 *   npm run bench:wallet -w doorkey-web
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { ratioLine } from "../../../bench/ratios.ts";
import { buildWallet } from "../../scripts/pages.ts";
import { originOf, servePage } from "../../scripts/servePage.ts";
import { cannedShop, linkTo } from "../helpers/cannedShop.ts";
import { openBrowser } from "../helpers/openBrowser.ts";
import { Phone } from "../helpers/Phone.ts";

const ROUNDS = 15;

const folder = await mkdtemp(join(tmpdir(), "doorkey-bench-"));
await buildWallet({ into: join(folder, "wallet") });
const server = await servePage(join(folder, "wallet"), {
  other: ({ url }, response) => {
    if (url !== "/empty") return false;
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>empty</title><p>empty");
    return true;
  },
});
const origin = originOf(server);
const browser = await openBrowser();
const phone = await Phone.take(browser);
await cannedShop(phone.page, {});
await phone.keep(linkTo(origin));
await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
const code = phone.page.url().replace("#ticket", "#code");

const warm: number[] = [];
const bare: number[] = [];
for (let i = 0; i < ROUNDS; i++) {
  bare.push(await timeTo(phone.page, `${origin}/empty`, "p"));
  warm.push(await timeTo(phone.page, code, ".entry-code .qr"));
}
server.closeAllConnections();
server.close();
await phone.page.unrouteAll();
const offline: number[] = [];
for (let i = 0; i < ROUNDS; i++) offline.push(await timeTo(phone.page, code, ".entry-code .qr"));
const drawn: number[] = [];
for (let i = 0; i < ROUNDS; i++) drawn.push(await timeToDraw(phone.page));
await browser.close();
await rm(folder, { recursive: true });

const p50 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
console.log(
  `open to first code: warm ${p50(warm).toFixed(0)} ms, offline ${p50(offline).toFixed(0)} ms; an empty page ${p50(bare).toFixed(0)} ms (${ROUNDS} each)`,
);
console.log(`a code of another party: signed and drawn in ${p50(drawn).toFixed(0)} ms`);
console.log(ratioLine({ what: "first code of a warm wallet ÷ an empty page", ratio: p50(warm) / p50(bare) }));
console.log(ratioLine({ what: "first code offline ÷ first code of a warm wallet", ratio: p50(offline) / p50(warm) }));

/** Milliseconds from the opening of an address to a part of its page on the screen. */
async function timeTo(page: Page, address: string, selector: string): Promise<number> {
  await page.goto("about:blank");
  const start = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(selector).waitFor();
  return performance.now() - start;
}

/** Milliseconds from the choice of another party to its code on the screen: signed and drawn. */
function timeToDraw(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const place = document.querySelector(".shown");
        const choice = document.querySelector("select");
        if (place === null || choice === null) throw new Error("there is no code of a party");
        const before = place.querySelector(".qr")?.getAttribute("aria-label");
        const start = performance.now();
        new MutationObserver((_, observer) => {
          const now = place.querySelector(".qr")?.getAttribute("aria-label");
          if (now === undefined || now === before) return;
          observer.disconnect();
          resolve(performance.now() - start);
        }).observe(place, { subtree: true, childList: true, attributes: true });
        choice.value = choice.value === "1" ? "2" : "1";
        choice.dispatchEvent(new Event("change", { bubbles: true }));
      }),
  );
}
