/** A wallet from the shop's link to a code that a gate accepts. Chain, relay, sellers and pixels are real. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { issueChallenge, unpackEntry, type Verdict } from "doorkey/code";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { until } from "../../relay/test/helpers/processes.ts";
import { Film } from "./helpers/Film.ts";
import { gateOf } from "./helpers/gateOf.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import type { Shop } from "./helpers/openShop.ts";
import { openShops, type Shops } from "./helpers/openShops.ts";
import { LINE, PHONE, Phone } from "./helpers/Phone.ts";
import { pictureOf } from "./helpers/pictureOf.ts";

describe("a wallet", () => {
  let shops: Shops;
  let a: Shop;
  let b: Shop;
  let browser: Browser;
  let film: Film;
  const phones: Phone[] = [];
  before(async () => {
    shops = await openShops({ shops: 2 });
    [a, b] = shops.shops as [Shop, Shop];
    film = new Film(join(shops.folder, "film.y4m"));
    browser = await openBrowser(film.file);
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close();
  });
  after(async () => {
    await browser?.close();
    await shops?.close();
  });

  const take = async (options: Parameters<typeof Phone.take>[1] = {}) => {
    const phone = await Phone.take(browser, options);
    phones.push(phone);
    return phone;
  };
  const list = (phone: Phone) => phone.open(`${shops.origin}/`);

  it("keeps the tickets of two shops, and shows codes that their gates accept", async () => {
    const phone = await take();
    const hosts = new Set<string>();
    phone.page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await phone.open(await a.sell(2));
    await phone.says(`Keep 2 tickets for A night to remember, sold by ${new URL(a.url).host}?`);
    await phone.keep(await a.sell(2));
    await phone.keep(await b.sell(1));
    await list(phone);
    const names = phone.page.locator(".ticket h2");
    await names.nth(1).waitFor();
    expect(await names.allInnerTexts()).to.deep.equal(["A night to remember", "Night 2"]);
    for (const [i, { show }] of [a, b].entries()) {
      await list(phone);
      await phone.link("Show code").nth(i).click();
      const gate = await gateOf(show);
      expect(gate(await phone.code())).to.include({ status: "admit" });
    }
    expect(await phone.label()).to.equal("Entry code for Night 2, 1 person");
    expect(await phone.keys()).to.have.lengthOf(2);
    hosts.delete("");
    expect([...hosts].sort()).to.deep.equal([shops.origin, a.url, b.url].map((url) => new URL(url).host).sort());
  });

  it("opens the same ticket with the same link, and says on another phone that it is taken", async () => {
    const link = await a.sell(1);
    const phone = await take();
    await phone.keep(link);
    await phone.open(link);
    await phone.link("Show code").waitFor();
    expect(await phone.keys()).to.have.lengthOf(1);
    const other = await take();
    await other.open(link);
    await other.button("Keep on this phone").click();
    await other.says("These tickets are on another phone");
  });

  it("keeps its key and its page when the browser starts again without its server", async () => {
    const home = await mkdtemp(join(tmpdir(), "doorkey-phone-"));
    const start = (): Promise<BrowserContext> =>
      chromium.launchPersistentContext(home, {
        ...{ ...PHONE, executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" },
        args: ["--no-sandbox", "--disable-gpu"],
      });
    let context = await start();
    let phone = await Phone.of(context);
    await phone.keep(await a.sell(2));
    const before = await phone.keys();
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.close();
    shops.stopWallet();
    try {
      context = await start();
      phone = await Phone.of(context);
      await list(phone);
      await phone.link("Show code").click();
      const gate = await gateOf(a.show);
      expect(gate(await phone.code())).to.include({ status: "admit" });
      await phone.says(/^No network\. The code uses this phone's clock: \d\d:\d\d/);
      expect(await phone.keys()).to.deep.equal(before);
    } finally {
      await context.close();
      await shops.startWallet();
      await rm(home, { recursive: true, force: true });
    }
  });

  it("gets its pass later if it is closed between claim and pass, with the same key", async () => {
    const phone = await take();
    const link = await a.sell(1);
    await phone.open(link);
    await phone.button("Keep on this phone").waitFor();
    // The claim reaches the shop, and its answer does not reach the phone.
    await phone.page.route(`${a.url}/claims`, async (route) => {
      await route.fetch();
      await phone.page.close();
    });
    await phone.button("Keep on this phone").click();
    await until("the page is closed", async () => phone.page.isClosed());
    const again = await Phone.of(phone.context);
    await again.open(`${shops.origin}/`);
    await again.link("Show code").click();
    const gate = await gateOf(a.show);
    expect(gate(await again.code())).to.include({ status: "admit" });
    expect(await again.keys()).to.have.lengthOf(1);
  });

  it("asks again by itself when the shop was down", async () => {
    const phone = await take();
    const link = await b.sell(1);
    await phone.open(link);
    await phone.button("Keep on this phone").waitFor();
    await b.stop();
    await phone.button("Keep on this phone").click();
    await phone.says("Your tickets are on their way");
    await phone.says("The shop does not answer");
    await b.start();
    await phone.link("Show code").waitFor();
    expect(await phone.keys()).to.have.lengthOf(1);
  });

  it("makes one key in two tabs that keep the same offer at once", async () => {
    const phone = await take();
    const link = await a.sell(1);
    const other = await Phone.of(phone.context);
    await Promise.all([phone.open(link), other.open(link)]);
    const keep = (one: Phone) => one.button("Keep on this phone");
    await Promise.all([keep(phone).waitFor(), keep(other).waitFor()]);
    await Promise.all([keep(phone).click(), keep(other).click()]);
    await Promise.all([phone.link("Show code").waitFor(), other.link("Show code").waitFor()]);
    expect(await phone.keys()).to.have.lengthOf(1);
  });

  it("makes no key in another app's window, and shows the way to a browser", async () => {
    const phone = await take({ userAgent: LINE });
    const link = await a.sell(1);
    await phone.open(link);
    await phone.says("Open this page in your browser");
    await phone.page.locator(".qr").waitFor();
    expect(await phone.button(/^Keep/).count()).to.equal(0);
    expect(await phone.keys()).to.deep.equal([]);
  });

  it("makes no key for a link whose seller is another than its site says", async () => {
    const phone = await take();
    // The invitation of shop A, at the address of shop B.
    const link = (await a.sell(1)).replace(/&at=.*/, `&at=${new URL(b.url).host}`);
    await phone.open(link);
    await phone.says("This shop does not sell these tickets");
    expect(await phone.button(/^Keep/).count()).to.equal(0);
    expect(await phone.keys()).to.deep.equal([]);
  });

  for (const [name, minutes] of [
    ["fast", 7],
    ["slow", -7],
  ] as const) {
    it(`shows the right time with a clock that is 7 minutes ${name}, and says so`, async () => {
      const phone = await take();
      const link = await a.sell(1);
      await phone.context.addInitScript((ahead) => {
        const { now } = Date;
        Date.now = () => now() + ahead;
      }, minutes * 60_000);
      await phone.keep(link);
      await phone.link("Show code").click();
      await phone.says(`This phone's clock is 7 minutes ${name}.`);
      const gate = await gateOf(a.show);
      expect(gate(await phone.code())).to.include({ status: "admit" });
    });
  }

  it("lets a party in by ones: 1 of 2, then the other", async () => {
    const phone = await take();
    await phone.keep(await a.sell(2));
    await phone.link("Show code").click();
    const gate = await gateOf(a.show);
    const whole = entryOf(gate(await phone.code()));
    expect(whole.count).to.equal(2);
    const part = async () => {
      const { rightId, count } = entryOf(gate(await phone.code()));
      return { from: Number(rightId - whole.rightId), count };
    };
    await phone.page.getByLabel("How many go in now?").selectOption("1");
    await until(
      "the code is for one",
      async () => (await phone.label()) === "Entry code for A night to remember, 1 person",
    );
    expect(await part()).to.deep.equal({ from: 0, count: 1 });
    const first = await phone.code();
    await phone.page.getByLabel("Starting with").selectOption("1");
    await until("the code is another", async () => (await phone.code()) !== first);
    expect(await part()).to.deep.equal({ from: 1, count: 1 });
  });

  it("answers what a gate asks with the camera, and refuses what another event's gate asks", async () => {
    const phone = await take();
    await phone.keep(await a.sell(1));
    await phone.link("Show code").click();
    await phone.page.locator(".entry-code").waitFor();
    const foreign = issueChallenge({ event: b.show.event, now: Date.now() / 1_000 });
    film.show(await pictureOf(browser, foreign.text));
    await phone.button("Scan the gate's code").click();
    await phone.says("That is not this gate's code");
    const challenge = issueChallenge({ event: a.show.event, now: Date.now() / 1_000, seconds: 600 });
    film.show(await pictureOf(browser, challenge.text));
    await phone.button("Scan the gate's code").click();
    await phone.says("Answer for this gate");
    const gate = await gateOf(a.show);
    const verdict = gate(await phone.code(), { challenges: [challenge] });
    expect(verdict).to.include({ status: "admit" });
    expect(entryOf(verdict).challenge).to.equal(challenge.value);
    film.clear();
  });

  it("gives places back, one and then the rest, and says so", async () => {
    const phone = await take();
    await phone.keep(await a.sell(2));
    const giveBack = async (count?: string) => {
      await phone.page.getByText("Change something").click();
      await phone.link("Give back").click();
      if (count !== undefined) await phone.page.getByLabel("How many people?").selectOption(count);
      await phone.button("Yes, give back").click();
    };
    await giveBack("1");
    await phone.says("1 place was given back.");
    await phone.says("1 person · standing");
    await giveBack();
    await phone.says("You gave these places back.");
    expect(await phone.link("Show code").count()).to.equal(0);
    await list(phone);
    await phone.says("Given back");
  });

  it("moves to a new phone by consent; the gate refuses the old one", async () => {
    const old = await take();
    const fresh = await take();
    await old.keep(await a.sell(2));
    await old.link("Show code").click();
    const stale = await old.code();
    await old.link("Close").click();
    await old.moveTo(fresh);
    const now = (await shops.takeChainTime()) + 3;
    await fresh.link("Show code").click();
    await fresh.says(/^This phone's clock is .* slow\./);
    const gate = await gateOf(a.show);
    await fresh.page.waitForFunction(() => document.querySelector(".entry-code") !== null);
    expect(gate(await fresh.code(), { now })).to.include({ status: "admit" });
    expect(gate(stale)).to.include({ status: "refuse", reason: "right-rebound" });
  });

  it("refuses passes that were edited by hand, and gets them again from the shop", async () => {
    const phone = await take();
    await phone.keep(await a.sell(1));
    await phone.edit((ticket: { pass: object; facts: object }) => {
      const html = '<img src=x onerror="document.title = 1">';
      return {
        ...ticket,
        pass: { ...ticket.pass, rightId: "1", className: html },
        facts: { ...ticket.facts, name: html, url: "javascript:alert(1)", reportUrl: "javascript:alert(1)" },
      };
    });
    await phone.page.route(`${a.url}/**`, (route) => route.abort());
    await list(phone);
    await phone.says("Was changed on this phone");
    expect(await phone.text()).to.include('<img src=x onerror="document.title = 1">');
    expect(await phone.page.locator("img, a[href^=javascript]").count()).to.equal(0);
    await phone.page.unroute(`${a.url}/**`);
    await list(phone);
    await phone.link("Show code").waitFor();
    expect(await phone.text()).to.include("A night to remember");
  });

  it("asks the shop of a ticket whether another site may sell the event", async () => {
    const phone = await take();
    await phone.keep(await a.sell(1));
    await phone.open(`${shops.origin}/#seller`);
    const check = async (url: string) => {
      await phone.page.getByLabel("Address of the shop").fill(url);
      await phone.button("Check").click();
    };
    // The seller asks no address of its own network, where a fan could look around through it.
    await check(b.url);
    await phone.says("Do not buy this event there.");
    await phone.says("The site did not answer.");
    await check("http://shop.example");
    await phone.says("The address is not https");
    await check("no address");
    await phone.says("Type the address of a shop");
  });

  describe("before payment", () => {
    const result = async (phone: Phone, back: string, at = "") => {
      await phone.page.route("http://localhost:1/**", (route) =>
        route.fulfill({ body: "the shop", contentType: "text/html" }),
      );
      await phone.open(`${shops.origin}/#check${at}&back=${encodeURIComponent(back)}`);
    };

    it("tests the phone, keeps nothing, and returns to the shop with ok", async () => {
      const phone = await take();
      await result(phone, `http://localhost:1/pay?order=1`, `&at=${new URL(a.url).host}`);
      await phone.page.waitForURL("http://localhost:1/pay?order=1#device=ok");
      await list(phone);
      expect(await phone.keys()).to.deep.equal([]);
    });

    it("returns with the reason from another app's window", async () => {
      const phone = await take({ userAgent: LINE });
      await result(phone, `http://localhost:1/pay`, `&at=${new URL(a.url).host}`);
      await phone.page.waitForURL("http://localhost:1/pay#device=app");
    });

    it("returns nothing to a page that the seller does not name", async () => {
      const phone = await take();
      await result(phone, "http://localhost:2/pay", `&at=${new URL(a.url).host}`);
      await phone.says("localhost:2 is not known here");
      expect(new URL(phone.page.url()).origin).to.equal(shops.origin);
    });
  });

  /** What an admission of a gate says. */
  function entryOf(verdict: Verdict) {
    if (verdict.status !== "admit") throw new Error(`the gate says ${verdict.status}: ${verdict.reason}`);
    return unpackEntry(verdict.admission.entry);
  }
});
