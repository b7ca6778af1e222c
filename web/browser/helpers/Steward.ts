/** A steward with the gate page and a camera. */
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Shown } from "./Fan.ts";
import type { Film } from "./Film.ts";
import { type Hub, PIN, type Venue } from "./openVenue.ts";
import { noteReads, untilWallIsSeen } from "./reads.ts";
import { typeAsScanner } from "./typeAsScanner.ts";

/** What a light says. */
export type Light = {
  readonly tone: string;
  readonly reason: string;
  readonly word: string;
  readonly sentence: string;
  readonly text: string;
  readonly people: number | undefined;
};

export class Steward {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #film: Film;
  /** Faults of the page, such as an error that nobody caught. */
  readonly faults: string[] = [];

  private constructor(context: BrowserContext, page: Page, film: Film) {
    this.context = context;
    this.page = page;
    this.#film = film;
    page.on("pageerror", (error) => this.faults.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security|TrustedScript/.test(message.text())) this.faults.push(message.text());
    });
  }

  /** Joins a hub and starts to scan. */
  static async join(browser: Browser, venue: Pick<Venue, "ahead">, hub: Hub, film: Film, lane = 1): Promise<Steward> {
    const context = await browser.newContext({ locale: "en", viewport: { width: 390, height: 780 } });
    await context.grantPermissions(["camera"], { origin: hub.url });
    await context.addInitScript(noteReads);
    await context.clock.install({ time: Date.now() + (await venue.ahead()) });
    const steward = new Steward(context, await context.newPage(), film);
    await steward.page.goto(await hub.invite(lane));
    await steward.start();
    return steward;
  }

  /** Leaves the start check, once the hub has answered and the camera is on. */
  async start(): Promise<void> {
    const { page } = this;
    await page.locator(".checks").waitFor();
    await page.locator('.checks [data-mark="good"]').nth(2).waitFor();
    await page.locator(".end .button").click();
    await page.locator(".view .aim").waitFor();
  }

  /** Clears the screen, and holds a picture before the camera until there is a light. */
  async sees({ png }: Pick<Shown, "png">): Promise<Light> {
    await this.clear();
    this.#film.show(png);
    const light = await this.light();
    // A picture that stays would be another scan once the clock was moved.
    this.#film.clear();
    return light;
  }

  /**
   * Types a text as a scanner does, wherever the focus is.
   *
   * @param keyOf What the host makes of the key of a sign. Defaults to a host with a US layout.
   */
  async scans(text: string, keyOf: (sign: string) => string = (sign) => sign): Promise<Light> {
    await this.clear();
    await typeAsScanner(this.page, text, keyOf);
    return this.light();
  }

  /** What fills the screen. */
  async light(): Promise<Light> {
    const light = this.page.locator(".light");
    await light.waitFor();
    const people = light.locator(".people b");
    return {
      tone: (await light.getAttribute("class"))?.replace("light ", "") ?? "",
      reason: (await light.getAttribute("data-reason")) ?? "",
      word: await light.locator(".word").innerText(),
      sentence: await light.locator(".sentence").innerText(),
      text: await light.innerText(),
      people: (await people.count()) === 0 ? undefined : Number(await people.innerText()),
    };
  }

  /**
   * Takes the picture away, and then the light. The wall comes first, because a frame of the old picture may still be on
   * its way and would bring another light.
   */
  async clear(): Promise<void> {
    this.#film.clear();
    await this.seesWall();
    await this.page.locator('.view[aria-busy="false"]').waitFor();
    const next = this.page.locator(".light .actions .button").last();
    // A light also leaves by itself.
    if (await next.isVisible()) await next.click({ timeout: 2_000 }).catch(() => undefined);
    await this.page.locator(".light").waitFor({ state: "detached" });
  }

  /** Waits until the camera has seen nothing but the wall for a while. */
  seesWall(): Promise<void> {
    return untilWallIsSeen(this.page);
  }

  /** Seconds by the gate's clock, which the phones of these tests share. */
  async now(): Promise<number> {
    const own = await this.page.evaluate(() => Date.now() / 1_000);
    return Math.floor(own + Number((await this.kept("clockAhead")) ?? 0));
  }

  /** What the device keeps under a name such as `identity.id`. Undefined if nothing. */
  kept(path: string): Promise<unknown> {
    return this.page.evaluate(readKept, path);
  }

  /** Turns the camera off, because all cameras of the browser show the same film. */
  async closeCamera(): Promise<void> {
    await this.page.evaluate(() => {
      const stream = document.querySelector("video")?.srcObject;
      if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
    });
  }

  /** Makes this device a supervisor's, and opens the settings. */
  async becomeSupervisor(): Promise<void> {
    await this.page.locator(".tools .button").last().click();
    await this.page.getByRole("button", { name: "Supervisor" }).click();
    await this.page.locator("dialog input").fill(PIN);
    await this.page.getByRole("button", { name: "OK" }).click();
    await this.page.getByRole("button", { name: "End supervisor" }).waitFor();
  }

  async setMode(mode: "Let in" | "Let out" | "Look up only"): Promise<void> {
    await this.page.locator("dialog").getByRole("button", { name: mode, exact: true }).click();
    await this.page.locator("dialog").getByRole("button", { name: "Close" }).click();
  }

  async close(): Promise<void> {
    expect(this.faults).to.deep.equal([]);
    await this.context.close();
  }
}

/** Runs in the page. */
async function readKept(path: string): Promise<unknown> {
  const [name = "", field] = path.split(".");
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  const database = await settled(indexedDB.open("doorkey-gate"));
  const value = await settled(database.transaction("kept").objectStore("kept").get(name));
  database.close();
  return field === undefined ? value : value?.[field];
}
