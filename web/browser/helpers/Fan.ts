/** A fan's page: it makes keys as a shop's page does, and shows codes as pixels. */
import type { Page } from "playwright-core";
import type { Site } from "../../../sdk/browser/site.ts";
import { deliverReturns, rebindRight } from "../../../sdk/src/agent/index.ts";
import type { KeyKind, Pass } from "../../../sdk/src/buyer.ts";
import type { Address, Hex } from "../../../sdk/src/core/Hex.ts";
import { NO_CHALLENGE } from "../../../sdk/src/index.ts";
import { grant } from "../../../sdk/test/helpers/acts.ts";
import type { Venue } from "./openVenue.ts";

/** A code as text and as the picture that the page shows. */
export type Shown = { readonly text: string; readonly png: Uint8Array };

export class Fan {
  readonly pass: Pass;
  readonly #page: Page;

  private constructor(page: Page, pass: Pass) {
    this.#page = page;
    this.pass = pass;
  }

  get page(): Page {
    return this.#page;
  }

  get rightId(): bigint {
    return BigInt(this.pass.rightId);
  }

  /** Makes a key in the page, and buys rights for it. */
  static async buy(page: Page, { show }: Venue, options: Fan.Options = {}): Promise<Fan> {
    const { kind = "p256", count = 1, classId = 1 } = options;
    const holder = await Fan.createKey(page, show.event, kind);
    const rightId = await grant(show, Array<string>(count).fill(holder), { classId });
    return new Fan(page, passOf(show, holder, rightId, count));
  }

  static createKey(page: Page, event: Venue["show"]["event"], kind: KeyKind): Promise<Address> {
    return page.evaluate(async ({ event, kind }) => (await window.doorkey.createDeviceKey({ kind, event })).address, {
      event,
      kind,
    });
  }

  /** Gives a right back, as the fan's page signs it. */
  async giveBack({ show }: Venue): Promise<void> {
    const signed = await this.#page.evaluate(async (pass) => {
      const { chainId, rightsRegistry, eventId, holder } = pass;
      const key = await window.doorkey.loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });
      return window.doorkey.signReturn(key, pass);
    }, this.pass);
    await deliverReturns(show.agent, { returns: [signed] });
  }

  /** Moves the right to another key of the page. The fan of before keeps the old key. */
  async move({ show }: Venue): Promise<Fan> {
    const holder = await Fan.createKey(this.#page, show.event, "p256");
    const { rightId, newHolder, proof } = await this.#page.evaluate(
      async ({ pass, newHolder }) => {
        const { chainId, rightsRegistry, eventId, holder } = pass;
        const key = await window.doorkey.loadDeviceKey({
          event: { chainId, rightsRegistry, eventId },
          address: holder,
        });
        return window.doorkey.signRebind(key, pass, { newHolder });
      },
      { pass: this.pass, newHolder: holder },
    );
    await rebindRight(show.agent, { rightId: BigInt(rightId), newHolder, proof });
    return this.with({ holder });
  }

  /** The same page with another pass, such as one of a key that does not hold its right. */
  with(change: Partial<Pass>): Fan {
    return new Fan(this.#page, { ...this.pass, ...change });
  }

  /**
   * Shows a code.
   *
   * @param at Seconds by the phone's clock.
   * @param options.from Which of the pass's rights is the first, and `count` how many.
   */
  async show(at: number, options: Fan.Showing = {}): Promise<Shown> {
    const text = await this.#page.evaluate(
      async ({ pass, at, challenge, from, count }) => {
        const { chainId, rightsRegistry, eventId, holder } = pass;
        const key = await window.doorkey.loadDeviceKey({
          event: { chainId, rightsRegistry, eventId },
          address: holder,
        });
        const part = { ...(from !== undefined && { from }), ...(count !== undefined && { count }) };
        const { text } = await window.doorkey.entryCode(key, pass, { clock: { now: () => at }, challenge, ...part });
        const view = document.querySelector("main") as HTMLElement;
        view.style.width = "340px";
        view.innerHTML = window.doorkey.qrSvg(text);
        return text;
      },
      { pass: this.pass, at, challenge: NO_CHALLENGE, ...options },
    );
    return { text, png: await this.#page.locator("main").screenshot() };
  }
}

export declare namespace Fan {
  type Options = { readonly kind?: KeyKind; readonly count?: number; readonly classId?: number };
  type Showing = { readonly challenge?: Hex; readonly from?: number; readonly count?: number };
}

function passOf(show: Venue["show"], holder: Address, rightId: bigint, count: number): Pass {
  return {
    v: 1,
    ...show.event,
    rightId: String(rightId),
    count,
    className: "standing",
    seats: [],
    holder,
    event: { name: "One night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example/1" },
    seller: { agentId: show.agentId, name: "Ticket Shop" },
  };
}

/** A fan's page with the package of this repository. */
export async function fanPage(page: Page, site: Pick<Site, "origin">): Promise<Page> {
  await page.goto(site.origin);
  await page.waitForFunction(() => window.doorkey !== undefined);
  return page;
}
