/**
 * How long a light takes after the frame that shows a code: reading, the hub's answer and the screen. Beside it, how long
 * the same reader takes for a frame of the wall. The hub is one of ready answers, because the bench of the hub measures the
 * real one. Fails if a light takes many times as long as a frame, as it does when a frame waits for another or a code is
 * read twice.
 *
 *   node --import tsx web/browser/bench/picture.ts
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { ratioLine } from "../../../bench/ratios.ts";
import { buildGate } from "../../scripts/pages.ts";
import { originOf, servePage } from "../../scripts/servePage.ts";
import { cannedHub } from "../helpers/cannedHub.ts";
import { Film } from "../helpers/Film.ts";
import { openBrowser } from "../helpers/openBrowser.ts";
import { pictureOf } from "../helpers/pictureOf.ts";
import { noteReads, untilWallIsSeen } from "../helpers/reads.ts";

const ROUNDS = 15;
/** A light needs a frame that is read, a row on the disk, the hub's answer and a drawn screen. */
const MOST_RATIO = 6;

const folder = await mkdtemp(join(tmpdir(), "doorkey-bench-"));
await buildGate({ into: join(folder, "page") });
const server = await servePage(join(folder, "page"));
const film = new Film(join(folder, "film.y4m"));
const browser = await openBrowser(film.file);
const context = await browser.newContext({ baseURL: originOf(server), permissions: ["camera"] });
await context.addInitScript(noteReads);
const page = await context.newPage();
await cannedHub(page, { answer: "go", joined: false, away: false });
await page.goto(`/#join=${"A".repeat(24)}`);
await page.locator(".end .button").click();
await page.locator(".view .aim").waitFor();

const lights: number[] = [];
const frames: number[] = [];
for (let i = 0; i < ROUNDS; i++) {
  film.clear();
  await untilWallIsSeen(page);
  frames.push(...(await page.evaluate(() => window.reads.wallTimes.splice(0))));
  film.show(await pictureOf(browser, `E1:${"ABCDEFGHJK".repeat(12)}${i}`));
  lights.push(await nextLight(page));
}
await browser.close();
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true });

const p50 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const ratio = p50(lights) / p50(frames);
const count = `${lights.length} lights, ${frames.length} frames`;
console.log(
  `picture to light ${p50(lights).toFixed(0)} ms, a frame of the wall ${p50(frames).toFixed(0)} ms (${count})`,
);
console.log(ratioLine({ what: "a light after its picture ÷ reading a frame of the wall", ratio }));
process.exit(ratio <= MOST_RATIO ? 0 : 1);

/** Waits for the page's next measure, and returns its milliseconds. */
async function nextLight(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName("picture-to-light").length > 0);
  return page.evaluate(() => {
    const [measure] = performance.getEntriesByName("picture-to-light");
    performance.clearMeasures();
    return measure?.duration ?? 0;
  });
}
