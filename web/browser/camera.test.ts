/** The camera: its reader with and without WebAssembly, its torch, and which of two it is. The hub has ready answers. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { buildGate } from "../scripts/pages.ts";
import { originOf, servePage } from "../scripts/servePage.ts";
import { Film } from "./helpers/Film.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { pictureOf } from "./helpers/pictureOf.ts";
import { openState, STATES } from "./helpers/states.ts";

const TEXT = `E1:${"ABCDEFGHJK".repeat(12)}`;

describe("the camera of a gate", () => {
  let folder: string;
  let film: Film;
  let browser: Browser;
  const servers: Server[] = [];
  const pages: Page[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-camera-"));
    film = new Film(join(folder, "film.y4m"));
    browser = await openBrowser(film.file);
  });
  beforeEach(() => film.clear());
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** Serves the page. Without WebAssembly, the worker's policy forbids it as that of an old or locked browser does. */
  async function serve({ wasm }: { readonly wasm: boolean }): Promise<string> {
    const into = join(folder, wasm ? "page" : "page-without-wasm");
    await buildGate({ into });
    if (!wasm) {
      const file = join(into, "headers.json");
      await writeFile(file, (await readFile(file, "utf8")).replaceAll(" 'wasm-unsafe-eval'", ""));
    }
    const server = await servePage(into);
    servers.push(server);
    return originOf(server);
  }

  /** Opens the page where a steward scans. */
  async function open(
    baseURL: string,
    prepare: (page: Page) => Promise<unknown> = async () => undefined,
    by = browser,
  ): Promise<Page> {
    const context = await by.newContext({ baseURL, permissions: ["camera"], locale: "en" });
    const page = await context.newPage();
    pages.push(page);
    await prepare(page);
    const ready = STATES.find(({ name }) => name === "ready");
    if (ready === undefined) throw new Error("there is no state ready");
    await openState(page, ready);
    await page.locator(".state.hub").first().waitFor();
    await page.locator(".view .aim").waitFor();
    return page;
  }

  const hint = (page: Page) => page.locator(".view .hint").innerText();

  it("reads with WebAssembly in its worker", async () => {
    const page = await open(await serve({ wasm: true }));
    film.show(await pictureOf(browser, TEXT));
    await page.locator(".light.go").waitFor();
    expect(await hint(page)).to.not.include("slowly");
  });

  it("reads without WebAssembly where it is refused, and says that it is slower", async () => {
    const page = await open(await serve({ wasm: false }));
    film.show(await pictureOf(browser, TEXT), { noise: 0, turned: 0 });
    await page.locator(".light.go").waitFor();
    expect(await hint(page)).to.include("This browser reads codes slowly. Hold the phone still.");
  });

  it("turns a torch on and off, and offers none that fails", async () => {
    const page = await open(await serve({ wasm: true }), (page) =>
      page.addInitScript(() => {
        const told: unknown[] = [];
        Object.assign(window, { told });
        const track = MediaStreamTrack.prototype;
        const { getCapabilities } = track;
        track.getCapabilities = function () {
          return Object.assign(getCapabilities.call(this), { torch: true });
        };
        track.applyConstraints = async (constraints) => {
          if (told.length === 2) throw new DOMException("no torch", "OverconstrainedError");
          told.push(constraints?.advanced?.[0]);
        };
      }),
    );
    const torch = page.locator(".tools").getByRole("button", { name: "Torch" });
    await torch.click();
    await page.locator('.tools [aria-pressed="true"]', { hasText: "Torch" }).waitFor();
    await torch.click();
    await page.locator('.tools [aria-pressed="false"]', { hasText: "Torch" }).waitFor();
    expect(await page.evaluate("told")).to.deep.equal([{ torch: true }, { torch: false }]);
    await torch.click();
    await torch.waitFor({ state: "detached" });
  });

  it("changes to the camera that the steward chooses, and takes that one again after a restart", async () => {
    // A film is one camera. Here there are two, with pictures of the browser's own.
    const fakes = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2"];
    const two = await openBrowser(undefined, { flags: fakes });
    const page = await open(await serve({ wasm: true }), undefined, two);
    const used = () =>
      page.evaluate(() => {
        const stream = document.querySelector("video")?.srcObject;
        return stream instanceof MediaStream ? stream.getVideoTracks()[0]?.getSettings().deviceId : undefined;
      });
    const first = await used();
    await page.getByRole("button", { name: "More" }).click();
    const choice = page.locator("dialog label", { hasText: /^Camera/ }).locator("select");
    await choice.waitFor();
    const ids = await choice.locator("option").evaluateAll((all) => all.map((one) => one.getAttribute("value")));
    expect(ids).to.have.lengthOf(2).and.include(first);
    const second = ids.find((id) => id !== first) ?? "";
    await choice.selectOption(second);
    await page.waitForFunction((id) => {
      const stream = document.querySelector("video")?.srcObject;
      return stream instanceof MediaStream && stream.getVideoTracks()[0]?.getSettings().deviceId === id;
    }, second);
    await page.reload();
    await page.locator(".checks").waitFor();
    await page.locator(".end .button").click();
    await page.locator(".view .aim").waitFor();
    expect(await used()).to.equal(second);
    await two.close();
  });
});
