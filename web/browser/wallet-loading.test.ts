/** How a wallet loads: pieces that do not come, and a newer build that comes while a code is shown. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { until } from "../../relay/test/helpers/processes.ts";
import { buildWallet } from "../scripts/pages.ts";
import { originOf, servePage } from "../scripts/servePage.ts";
import { cannedShop, linkTo } from "./helpers/cannedShop.ts";
import { Film } from "./helpers/Film.ts";
import { holdAnswer } from "./helpers/holdAnswer.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { Phone } from "./helpers/Phone.ts";

describe("a wallet that loads", () => {
  let folder: string;
  let server: Server;
  let browser: Browser;
  let origin: string;
  const phones: Phone[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-loading-"));
    await buildWallet({ into: folder });
    server = await servePage(folder);
    origin = originOf(server);
    browser = await openBrowser(new Film(join(folder, "film.y4m")).file);
  });
  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function take(options: BrowserContextOptions = {}): Promise<Phone> {
    const phone = await Phone.take(browser, options);
    phones.push(phone);
    await cannedShop(phone.page, {});
    return phone;
  }

  describe("without some of its pieces", () => {
    /** A phone that has kept nothing of the page, and that these scripts do not reach. */
    async function without(pieces: RegExp, options: BrowserContextOptions = {}): Promise<Phone> {
      const phone = await take({ serviceWorkers: "block", ...options });
      await phone.page.route(pieces, (route) => route.abort());
      return phone;
    }

    it("loads the words of its own language and of no other", async () => {
      const phone = await take({ serviceWorkers: "block", locale: "vi" });
      const loaded: string[] = [];
      phone.page.on("request", (request) => loaded.push(/part-(en|ja|vi|zh)-/.exec(request.url())?.[1] ?? ""));
      await phone.open(linkTo(origin));
      await phone.page.locator(".button.main").waitFor();
      expect(loaded.filter((language) => language !== "")).to.deep.equal(["vi"]);
    });

    it("speaks English where the words of its own language do not load", async () => {
      const phone = await without(/part-ja-/, { locale: "ja" });
      await phone.open(linkTo(origin));
      await phone.button("Keep on this phone").waitFor();
      expect(await phone.page.locator("html").getAttribute("lang")).to.equal("en");
    });

    it("says in every language that it has not loaded, and opens when it is opened again", async () => {
      const phone = await without(/part-(en|ja)-/, { locale: "ja" });
      await phone.open(linkTo(origin));
      for (const sentence of [
        "This page has not loaded.",
        "ページを読み込めませんでした",
        "Trang chưa tải",
        "页面没有加载",
      ])
        await phone.says(sentence);
      await phone.page.unrouteAll();
      await cannedShop(phone.page, {});
      await phone.open(linkTo(origin));
      await phone.button("このスマートフォンに保存").waitFor();
      expect(await phone.text()).to.not.include("This page has not loaded");
    });

    it("says so too when its own script does not load", async () => {
      const phone = await without(/assets\/wallet-\w+\.js$/);
      await phone.open(linkTo(origin));
      await phone.says("This page has not loaded.");
    });

    it("keeps its language where another does not load, and says so", async () => {
      const phone = await without(/part-zh-/);
      await phone.open(`${origin}/#settings`);
      await phone.page.getByLabel("Language").selectOption("zh");
      await phone.says("Something went wrong");
      expect(await phone.page.getByLabel("Language").inputValue()).to.equal("en");
      await phone.page.getByLabel("Language").selectOption("vi");
      await phone.page.waitForFunction(() => document.documentElement.lang === "vi");
      await phone.page.locator(".note").waitFor({ state: "detached" });
    });

    it("speaks the language that was chosen last, though another one loads later", async () => {
      const phone = await take({ serviceWorkers: "block" });
      await phone.open(`${origin}/#settings`);
      const choice = phone.page.getByRole("combobox");
      const words = await holdAnswer(phone.page, /part-ja-/);
      await choice.selectOption("ja");
      await choice.selectOption("vi");
      await phone.page.waitForFunction(() => document.documentElement.lang === "vi");
      await phone.page.evaluate((loaded) => import(loaded), await words());
      expect(await choice.inputValue()).to.equal("vi");
    });

    it("says that a screen did not load, and leads back", async () => {
      const phone = await without(/part-seldom-/);
      await phone.open(`${origin}/#settings`);
      await phone.says("Something went wrong");
      await phone.link("Back").click();
      await phone.says("No tickets yet");
    });

    for (const [name, pieces] of [
      ["the camera's script", /part-watchCodes-/],
      ["the reader of codes", /part-decode-/],
    ] as const) {
      it(`says that ${name} did not load, and takes pasted text`, async () => {
        const phone = await without(pieces);
        await phone.open(`${origin}/#add`);
        await phone.button("Scan").click();
        await phone.says("The reader of codes did not load. Check your network.");
        await phone.page.getByLabel("Link from the shop").fill(linkTo(origin));
        await phone.button("Open").click();
        await phone.button("Keep on this phone").waitFor();
      });
    }
  });

  it("leaves a shown code alone when a newer build comes, and opens with that build later", async () => {
    const phone = await take();
    const { page, context } = phone;
    await phone.keep(linkTo(origin));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.link("Show code").click();
    const code = await phone.code();
    const worker = await readFile(join(folder, "sw.js"), "utf8");
    const html = await readFile(join(folder, "index.html"), "utf8");
    const build = /[0-9a-f]{64}/;
    expect(worker).to.match(build);
    await writeFile(join(folder, "sw.js"), worker.replace(build, "2".repeat(64)));
    await writeFile(join(folder, "index.html"), html.replace("<html", '<html data-build="2"'));
    const buildOf = (one: Phone) => one.page.locator("html").getAttribute("data-build");
    try {
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration?.update();
      });
      await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
      // The old page shows further codes, and a reload opens it again.
      await page.getByLabel("How many go in now?").selectOption("1");
      await until("the next code is shown", async () => (await phone.code()) !== code);
      expect(await buildOf(phone)).to.equal(null);
      await page.reload();
      await phone.code();
      expect(await buildOf(phone)).to.equal(null);
      await page.close();
      const later = await Phone.of(context);
      await cannedShop(later.page, {});
      await until("the newer build is open", async () => {
        await later.open(`${origin}/`);
        return (await buildOf(later)) === "2";
      });
      await later.link("Show code").click();
      expect(await later.code()).to.match(/^E1:/);
    } finally {
      await writeFile(join(folder, "sw.js"), worker);
      await writeFile(join(folder, "index.html"), html);
    }
  });
});
