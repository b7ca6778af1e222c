/**
 * How long a light takes after the frame that shows a code: reading, the hub's answer and the screen. The hub is one of
 * ready answers, because the bench of the hub measures the real one. Fails if a picture takes many times as long as the
 * same text from a scanner that types.
 *
 *   node --import tsx web/browser/bench/picture.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { qrSvg } from "doorkey/code";
import type { Page } from "playwright-core";
import { ratioLine } from "../../../bench/ratios.ts";
import { buildGate } from "../../scripts/buildPage.ts";
import { originOf, servePage } from "../../scripts/servePage.ts";
import { cannedHub } from "../helpers/cannedHub.ts";
import { Film } from "../helpers/Film.ts";
import { openBrowser } from "../helpers/openBrowser.ts";

const ROUNDS = 20;
/** A picture needs a frame of the camera and its reading, which a typed text does not. */
const MOST_RATIO = 15;

const folder = await mkdtemp(join(tmpdir(), "doorkey-bench-"));
await buildGate({ into: join(folder, "page") });
const server = await servePage(join(folder, "page"));
const film = new Film(join(folder, "film.y4m"));
const browser = await openBrowser(film.file);
const page = await (await browser.newContext({ baseURL: originOf(server), permissions: ["camera"] })).newPage();
await cannedHub(page, { answer: "go", joined: false, away: false });
await page.goto(`/#join=${"A".repeat(24)}`);
await page.locator(".end .button").click();
await page.locator(".state.hub").first().waitFor();
await page.locator(".view .aim").waitFor();

const pictures: number[] = [];
const typed: number[] = [];
for (let i = 0; i < ROUNDS; i++) {
  const text = `E1:${"ABCDEFGHJK".repeat(12)}${i}`;
  film.show(await pictureOf(text));
  pictures.push(await nextLight(page));
  film.clear();
  await page.keyboard.type(`${text}T`);
  await page.keyboard.press("Enter");
  typed.push(await nextLight(page));
}
await browser.close();
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true });

const p50 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const ratio = p50(pictures) / p50(typed);
console.log(`picture to light ${p50(pictures).toFixed(0)} ms, typed text to light ${p50(typed).toFixed(0)} ms`);
console.log(ratioLine({ what: "a light after its picture ÷ after the same text from a scanner", ratio }));
process.exit(ratio <= MOST_RATIO ? 0 : 1);

/** A QR code as a phone shows it. */
async function pictureOf(text: string): Promise<Uint8Array> {
  const view = await browser.newPage({ viewport: { width: 360, height: 360 } });
  await view.setContent(`<style>body{margin:0}</style>${qrSvg(text)}`);
  const png = await view.screenshot();
  await view.close();
  return png;
}

/** Waits for the page's next measure, and returns its milliseconds. */
async function nextLight(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName("picture-to-light").length > 0);
  return page.evaluate(() => {
    const [measure] = performance.getEntriesByName("picture-to-light");
    performance.clearMeasures();
    return measure?.duration ?? 0;
  });
}
