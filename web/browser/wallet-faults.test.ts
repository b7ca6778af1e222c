/** What goes wrong around a wallet: shops that break or lie, browsers that keep nothing, passkeys whose owner says no. */
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, Page, Route } from "playwright-core";
import { openWithAuthenticator } from "../../sdk/browser/authenticator.ts";
import { withLocalSellers } from "../scripts/localSellers.ts";
import { buildWallet } from "../scripts/pages.ts";
import { originOf, servePage } from "../scripts/servePage.ts";
import { type Canned, cannedShop, linkTo, passOf } from "./helpers/cannedShop.ts";
import { BAD_ANSWERS, openBadShop } from "./helpers/openBadShop.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { IPHONE, Phone } from "./helpers/Phone.ts";

const STRANGER = `0x${"77".repeat(20)}` as const;
const CORS = { "access-control-allow-origin": "*" };

describe("a wallet and what goes wrong around it", () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let origin: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-faults-"));
    await buildWallet({ into: join(folder, "wallet") });
    server = await servePage(join(folder, "wallet"), { headers: withLocalSellers });
    origin = originOf(server);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function withPhone(
    canned: Canned,
    act: (phone: Phone) => Promise<void>,
    prepare: (page: Page) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    const phone = await Phone.take(browser);
    try {
      await cannedShop(phone.page, canned);
      await prepare(phone.page);
      await act(phone);
    } finally {
      await phone.close();
    }
  }

  describe("a shop that", () => {
    const ANSWERS: {
      readonly [name: string]: { readonly claims: (route: Route) => Promise<void>; readonly says: string };
    } = {
      "answers 500": {
        claims: (route) => route.fulfill({ status: 500, body: "oops", headers: CORS }),
        says: "The shop does not answer",
      },
      "is down": { claims: (route) => route.abort(), says: "The shop does not answer" },
      "answers with another phone's ticket": {
        claims: (route) =>
          route.fulfill({ headers: CORS, json: passOf({ holder: STRANGER, quantity: 3 }, "2030-01-01T00:00:00Z") }),
        says: "The shop's answer makes no sense",
      },
      "answers with fewer places": {
        claims: (route) => {
          const { holder } = route.request().postDataJSON();
          return route.fulfill({ headers: CORS, json: passOf({ holder, quantity: 2 }, "2030-01-01T00:00:00Z") });
        },
        says: "The shop's answer makes no sense",
      },
      "refuses, because the order is another phone's": {
        claims: (route) =>
          route.fulfill({
            status: 409,
            headers: CORS,
            json: { code: "PURCHASE_TAKEN", message: "taken", retryable: false },
          }),
        says: "These tickets are on another phone",
      },
    };
    for (const [name, { claims, says }] of Object.entries(ANSWERS)) {
      it(`${name}: the wallet says so, keeps the claim, and gets the ticket later with the same key`, async () => {
        const canned: Canned = { claims };
        await withPhone(canned, async (phone) => {
          await phone.open(linkTo(origin));
          await phone.button("Keep on this phone").click();
          await phone.says(says);
          expect(await phone.link("Show code").count()).to.equal(0);
          const keys = await phone.keys();
          expect(keys).to.have.lengthOf(1);
          delete canned.claims;
          await phone.open(`${origin}/`);
          await phone.link("Show code").waitFor();
          expect(await phone.keys()).to.deep.equal(keys);
        });
      });
    }

    for (const [name, badAnswer] of Object.entries(BAD_ANSWERS)) {
      it(`${name}, from a real server: the wallet goes nowhere else, and gets the ticket later`, async () => {
        const shop = await openBadShop();
        const phone = await Phone.take(browser);
        try {
          shop.badAnswer = badAnswer;
          await phone.open(linkTo(origin, {}, shop.url));
          await phone.button("Keep on this phone").click();
          await phone.says("The shop");
          const keys = await phone.keys();
          expect([keys.length, await phone.link("Show code").count()]).to.deep.equal([1, 0]);
          shop.badAnswer = undefined;
          await phone.open(`${origin}/`);
          await phone.link("Show code").waitFor();
          expect(await phone.keys()).to.deep.equal(keys);
          expect(shop.atStranger()).to.equal(0);
        } finally {
          await phone.close();
          await shop.close();
        }
      });
    }

    it("is asked once for a place that its event does not have, and no key is made", async () => {
      await withPhone({ event: { classes: [{ classId: 2, name: "Other" }] } }, async (phone) => {
        await phone.open(linkTo(origin));
        await phone.says("There are no such places at this event");
        expect(await phone.keys()).to.deep.equal([]);
      });
    });

    it("uses another wallet: no key is made, and a link leads there", async () => {
      await withPhone({ event: { wallet: "https://other-wallet.example" } }, async (phone) => {
        await phone.open(linkTo(origin));
        await phone.says("This event uses another wallet");
        const href = await phone.link("Open the other wallet").getAttribute("href");
        expect(href).to.match(/^https:\/\/other-wallet\.example\/#doorkey=.*&at=tickets\.shop\.example\/door$/);
        expect(await phone.keys()).to.deep.equal([]);
      });
    });
  });

  it("says that a link is over before it makes a key", async () => {
    await withPhone({}, async (phone) => {
      await phone.open(linkTo(origin, { expiresAt: Math.floor(Date.now() / 1_000) - 1 }));
      await phone.says("This link is over");
      expect(await phone.keys()).to.deep.equal([]);
    });
  });

  describe("a browser that", () => {
    const offer = async (phone: Phone, says: string) => {
      await phone.open(linkTo(origin));
      await phone.says(says);
      expect(await phone.button(/^Keep/).count()).to.equal(0);
      // The way on: the link for another browser.
      await phone.button("Copy").waitFor();
    };

    it("has no IndexedDB keeps no ticket, and the link leads elsewhere", () =>
      withPhone(
        {},
        (phone) => offer(phone, "This browser keeps nothing"),
        (page) => page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined })),
      ));

    it("keeps data but no keys says so", () =>
      withPhone(
        {},
        (phone) => offer(phone, "This browser keeps no keys"),
        (page) =>
          page.addInitScript(() => {
            const { put } = IDBObjectStore.prototype;
            IDBObjectStore.prototype.put = function (value, key) {
              if (this.name === "keys") throw new DOMException("no keys", "DataCloneError");
              return key === undefined ? put.call(this, value) : put.call(this, value, key);
            };
          }),
      ));

    it("has no room keeps no ticket, says so, and keeps it once there is room", () =>
      withPhone(
        {},
        async (phone) => {
          await phone.open(linkTo(origin));
          await phone.button("Keep on this phone").click();
          await phone.says("The phone is full");
          await phone.page.evaluate("isFull = false");
          await phone.button("Keep on this phone").click();
          await phone.link("Show code").waitFor();
        },
        (page) =>
          page.addInitScript(() => {
            Object.assign(window, { isFull: true });
            const { put } = IDBObjectStore.prototype;
            IDBObjectStore.prototype.put = function (value, key) {
              const isFull = (window as unknown as { isFull: boolean }).isFull;
              if (this.name === "tickets" && isFull) throw new DOMException("full", "QuotaExceededError");
              return key === undefined ? put.call(this, value) : put.call(this, value, key);
            };
          }),
      ));

    it("refuses to keep the screen on says so, and shows the code", () =>
      withPhone(
        {},
        async (phone) => {
          await phone.keep(linkTo(origin));
          await phone.link("Show code").click();
          await phone.page.locator(".entry-code").waitFor();
          await phone.says("This phone turns its screen off by itself.");
        },
        (page) =>
          page.addInitScript(() => {
            WakeLock.prototype.request = async () => {
              throw new DOMException("no", "NotAllowedError");
            };
          }),
      ));

    it("refuses the camera says so, and takes pasted text", () =>
      withPhone(
        {},
        async (phone) => {
          await phone.open(`${origin}/#add`);
          await phone.button("Scan").click();
          await phone.says("The camera is not allowed.");
          await phone.page.getByLabel("Link from the shop").fill(linkTo(origin));
          await phone.button("Open").click();
          await phone.button("Keep on this phone").waitFor();
        },
        (page) =>
          page.addInitScript(() => {
            navigator.mediaDevices.getUserMedia = async () => {
              throw new DOMException("no", "NotAllowedError");
            };
          }),
      ));

    it("lost the key of a ticket says so", () =>
      withPhone({}, async (phone) => {
        await phone.keep(linkTo(origin));
        await phone.page.evaluate(() => indexedDB.deleteDatabase("doorkey"));
        await phone.link("Show code").click();
        await phone.says("The key of this ticket is not in this browser");
      }));
  });

  it("says on http, where browsers have no keys, that the address is not secure", async () => {
    const plain = await openBrowser(undefined, { flags: ["--host-resolver-rules=MAP wallet.test 127.0.0.1"] });
    const phone = await Phone.take(plain);
    const insecure = origin.replace("localhost", "wallet.test");
    await cannedShop(phone.page, {});
    await phone.open(linkTo(insecure));
    await phone.says("This address is not secure");
    expect(await phone.button(/^Keep/).count()).to.equal(0);
    await plain.close();
  });

  describe("a passkey in a tab of iOS", () => {
    async function withPasskeys(act: (phone: Phone, user: Authenticator) => Promise<void>): Promise<void> {
      const context = await browser.newContext({
        locale: "en",
        userAgent: IPHONE,
        viewport: { width: 390, height: 780 },
      });
      const user = await openWithAuthenticator(context, "about:blank");
      const phone = Phone.with(context, user.page);
      try {
        await cannedShop(phone.page, { event: { wallet: origin } });
        await phone.page.goto(linkTo(origin));
        await phone.page.bringToFront();
        await act(phone, user);
      } finally {
        await context.close();
      }
    }

    it("is made once and signs one code at a tap, which is gone after its two minutes", async () => {
      await withPasskeys(async (phone, user) => {
        await phone.button("Keep with a passkey").click();
        await phone.link("Show code").click();
        expect(await user.count()).to.equal(1);
        await phone.says("Tap when you stand at the door.");
        expect(await phone.page.locator(".entry-code").count()).to.equal(0);
        await phone.button("Make my code").click();
        expect(await phone.code()).to.match(/^E1:/);
        await phone.says(/^Works for 1(1\d|20) s$/);
        const first = await phone.code();
        await phone.page.clock.install();
        await phone.button("Make a new code").click();
        await phone.page.waitForFunction(() => document.querySelector(".entry-code") !== null);
        expect(await phone.code()).to.not.equal(first);
        await phone.page.clock.fastForward(110_000);
        await phone.says(/^Works for ([1-9]|10) s$/);
        await phone.page.clock.fastForward(11_000);
        await phone.page.locator(".entry-code").waitFor({ state: "detached" });
        await phone.button("Make my code").click();
        await phone.says(/^Works for 1(1\d|20) s$/);
      });
    });

    it("is not used without its owner's check; the owner may try again", async () => {
      await withPasskeys(async (phone, user) => {
        await user.verifyUser(false);
        await phone.button("Keep with a passkey").click();
        await phone.page.locator(".note.bad").waitFor();
        expect(await phone.keys()).to.deep.equal([]);
        await user.verifyUser(true);
        await phone.button("Keep with a passkey").click();
        await phone.link("Show code").click();
        await user.verifyUser(false);
        await phone.button("Make my code").click();
        await phone.page.locator(".note.bad").waitFor();
        expect(await phone.page.locator(".entry-code").count()).to.equal(0);
        await user.verifyUser(true);
        await phone.button("Make my code").click();
        await phone.code();
      });
    });

    it("is found again by the shop's link after the browser cleared everything", async () => {
      await withPasskeys(async (phone, user) => {
        const link = phone.page.url();
        await phone.button("Keep with a passkey").click();
        await phone.link("Show code").waitFor();
        const keys = await phone.keys();
        await phone.page.goto("about:blank");
        await user.clear(origin);
        await phone.page.goto(`${origin}/`);
        await phone.says("No tickets yet");
        await phone.open(link);
        await phone.button("I kept them with a passkey before").click();
        await phone.link("Show code").click();
        await phone.button("Make my code").click();
        expect(await phone.code()).to.match(/^E1:/);
        expect(await phone.keys()).to.deep.equal(keys);
        expect(await user.count()).to.equal(1);
      });
    });

    it("is found again after the browser cleared its keys", async () => {
      await withPasskeys(async (phone) => {
        await phone.button("Keep with a passkey").click();
        await phone.link("Show code").waitFor();
        await phone.page.evaluate(() => indexedDB.deleteDatabase("doorkey"));
        await phone.button("Test my ticket").click();
        await phone.says("The key of this ticket is not in this browser");
        await phone.button("Find my passkey").click();
        await phone.says("This phone can show your code.");
        await phone.link("Show code").click();
        await phone.button("Make my code").click();
        expect(await phone.code()).to.match(/^E1:/);
      });
    });
  });
});

type Authenticator = Awaited<ReturnType<typeof openWithAuthenticator>>;
