/** Wallets at the door: chain, relay, shop, hub, gate page, both cameras and all pixels are real. */
import type { Server } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { readEvent } from "doorkey";
import type { Browser } from "playwright-core";
import { withLocalSellers } from "../scripts/localSellers.ts";
import { buildWallet } from "../scripts/pages.ts";
import { servePage } from "../scripts/servePage.ts";
import { Film } from "./helpers/Film.ts";
import { freePort } from "./helpers/freePort.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { openShop, type Shop } from "./helpers/openShop.ts";
import { openVenue, type Venue } from "./helpers/openVenue.ts";
import { Phone } from "./helpers/Phone.ts";
import { Steward } from "./helpers/Steward.ts";

/** The hub holds entries for so long, because a steward may undo them. */
const HOLD = 5;

describe("a wallet at the door", () => {
  let venue: Venue;
  let shop: Shop;
  let server: Server;
  let origin: string;
  /** What the phones' cameras see, and what the gate's does. */
  let film: { readonly phone: Film; readonly gate: Film };
  let browser: { readonly phone: Browser; readonly gate: Browser };
  /** Milliseconds that the wallet's server is ahead of this machine. */
  let ahead = 0;
  let returning: Phone;
  let asked: Phone;
  let old: Phone;
  let fresh: Phone;
  before(async () => {
    const [walletPort, port] = [await freePort(), await freePort()];
    origin = `http://localhost:${walletPort}`;
    venue = await openVenue({ wallet: origin, agentUri: `http://localhost:${port}` });
    const { folder, node, relay, show } = venue;
    await buildWallet({ into: join(folder, "wallet") });
    server = await servePage(join(folder, "wallet"), {
      port: walletPort,
      headers: (of) => ({ ...withLocalSellers(of), date: new Date(Date.now() + ahead).toUTCString() }),
    });
    shop = await openShop({ folder: join(folder, "shop"), show, port, rpc: node.url, relay });
    film = { phone: new Film(join(folder, "phone.y4m")), gate: new Film(join(folder, "gate.y4m")) };
    browser = { phone: await openBrowser(film.phone.file), gate: await openBrowser(film.gate.file) };
    // The fans buy on the day that the machine's clock shows: a shop's link is over some days later.
    [returning, asked, old] = [await guest(2), await guest(1), await guest(2)];
    const kept = await old.tickets();
    fresh = await Phone.take(browser.phone);
    await old.moveTo(fresh);
    // The owner of the old phone puts back what its wallet knew, and keeps the shop's news away.
    await old.page.route(`${shop.url}/**`, (route) => route.abort());
    await old.putTickets(kept);
  });
  after(async () => {
    await browser?.gate.close();
    await browser?.phone.close();
    server?.closeAllConnections();
    server?.close();
    await shop?.stop();
    await venue?.close();
  });

  /** A phone that keeps a ticket of so many people. */
  async function guest(people: number): Promise<Phone> {
    const phone = await Phone.take(browser.phone);
    await phone.keep(await shop.sell(people));
    return phone;
  }

  const travelTo = async (time: number) => {
    await venue.node.clock.travelTo(time);
    ahead = await venue.ahead();
  };

  it("gives places back until the deadline, which frees them on the chain, and hears a no after it", async () => {
    const phone = returning;
    const standing = async () => {
      const { classes, schedule } = await readEvent(venue.show.organizer, { eventId: venue.show.eventId });
      const { granted, freed } = classes.find(({ name }) => name === "standing") ?? {};
      return { granted, freed, deadline: schedule.returnUntil };
    };
    const before = await standing();
    expect(before).to.include({ granted: 5, freed: 0 });
    await phone.page.getByText("Change something").click();
    await phone.link("Give back").click();
    await phone.page.getByLabel("How many people?").selectOption("1");
    await phone.button("Yes, give back").click();
    await phone.says("1 place was given back.");
    expect(await standing()).to.include({ granted: 4, freed: 1 });
    // The question is on the screen when its time runs out.
    await phone.page.getByText("Change something").click();
    await phone.link("Give back").click();
    await phone.button("Yes, give back").waitFor();
    await travelTo(before.deadline + 1);
    await phone.button("Yes, give back").click();
    await phone.says("The shop did not take 1 place back. Ask the shop.");
    expect(await standing()).to.include({ granted: 4, freed: 1 });
  });

  describe("after doors", () => {
    let steward: Steward;
    before(async () => {
      await travelTo(venue.show.doorsOpenAt + 60);
      const hub = await venue.startHub({
        change: (text) => text.replace("undoSeconds: 60", `undoSeconds: ${HOLD}`),
      });
      steward = await Steward.join(browser.gate, venue, hub, film.gate);
    });
    after(async () => {
      await steward?.close();
    });

    /** What the gate says to the code on a phone. */
    const shows = async (phone: Phone) => steward.sees({ png: await phone.picture() });
    const showCode = async (phone: Phone) => {
      await phone.open(`${origin}/`);
      await phone.link("Show code").click();
    };

    it("is refused where its ticket was moved away by consent; the new phone is let in", async () => {
      await showCode(old);
      expect(await old.label()).to.match(/2 people$/);
      expect(await shows(old)).to.include({ tone: "stop", word: "On another phone" });
      await showCode(fresh);
      expect(await shows(fresh)).to.include({ tone: "go", word: "Let in", people: 2 });
    });

    it("answers what the gate asks: each camera reads the other's screen", async () => {
      await steward.page.getByRole("button", { name: "Challenge" }).click();
      const screen = steward.page.locator(".challenge .qr");
      await screen.waitFor();
      await showCode(asked);
      expect(await shows(asked)).to.include({ word: "Scan challenge first" });
      await steward.clear();
      film.phone.show(await screen.screenshot());
      await asked.button("Scan the gate's code").click();
      await asked.says("Answer for this gate");
      film.phone.clear();
      expect(await shows(asked)).to.include({ tone: "go", word: "Let in", people: 1 });
    });

    it("shows when and where it went in, once the chain has the entry", async () => {
      await venue.pass(HOLD + 1);
      await asked.says("All of you are in. Enjoy the evening!");
      await asked.says(/In by lane 1 at .*\d\d:\d\d/);
      expect(await asked.page.locator(".entry-code").count()).to.equal(0);
    });
  });
});
