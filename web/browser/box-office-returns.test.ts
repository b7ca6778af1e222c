/** A place that goes from a fan's wallet back to the counter. Chain, relay, office and both pages are real. */
import { expect } from "chai";
import { createDeviceKey, memoryKeys, readInvitation, sellerClient, signClaim, signReturn } from "doorkey/buyer";
import { designateAgent, reopenPlaces } from "doorkey/organizer";
import type { Browser, Page } from "playwright-core";
import { find, keep, open, rightCard, sell, stateOf } from "./helpers/atCounter.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import type { Shop } from "./helpers/openShop.ts";
import { openShops, type Shops } from "./helpers/openShops.ts";
import { Phone } from "./helpers/Phone.ts";

const HOUR = 3_600;

describe("a return at the box office", () => {
  let shops: Shops;
  let shop: Shop;
  let browser: Browser;
  let clerk: Page;
  let phone: Phone;
  /** Who bought the place that was given back. */
  let late: Awaited<ReturnType<typeof claim>>;
  before(async () => {
    shops = await openShops({ standing: 3, returnable: HOUR });
    [shop] = shops.shops as [Shop];
    browser = await openBrowser();
    clerk = await shop.signIn(browser, "Aya", "clerk");
    clerk.setDefaultTimeout(30_000);
    phone = await Phone.take(browser);
  });
  after(async () => {
    await browser?.close();
    await shops?.close();
  });

  /** A phone without a page. */
  async function claim(link: string) {
    const key = await createDeviceKey({ event: shop.show.event, kind: "p256", store: memoryKeys() });
    return { key, pass: await sellerClient(shop.url).claim(await signClaim(key, readInvitation(link).invitation)) };
  }

  it("is seen while the fan gives the place back in the wallet", async () => {
    const { card, link } = await sell(clerk, { people: 2, order: "two friends" });
    await phone.keep(link);
    await stateOf(card, "kept");
    await find(clerk, "two friends");
    await clerk.locator('[data-right][data-status="granted"]').nth(1).waitFor();

    await phone.page.bringToFront();
    await phone.page.getByText("Change something").click();
    await phone.link("Give back").click();
    await phone.page.getByLabel("How many people?").selectOption("1");
    await phone.button("Yes, give back").click();
    await phone.says("1 place was given back.");
    await clerk.locator('[data-right][data-status="void"]').getByText("Returned", { exact: true }).waitFor();
    expect(await clerk.locator('[data-right][data-status="granted"]').count()).to.equal(1);
    await open(clerk, "Today");
    await clerk.getByRole("definition").nth(3).waitFor();
    expect(await clerk.getByRole("definition").allTextContents()).to.deep.equal(["1", "0", "0", "0"]);
  });

  it("lets the place be sold again once the organizer has reopened it, and says until then why not", async () => {
    const { organizer, eventId, agentId } = shop.show;
    const last = await sell(clerk, { order: "the last place" });
    await claim(last.link);
    await stateOf(last.card, "kept");
    const wish = { order: "the place of a friend" };
    await keep(clerk, wish);
    await clerk.getByRole("alert").getByText('Class "standing" is sold out.').waitFor();
    await reopenPlaces(organizer, { eventId, className: "standing", places: 1 });
    await clerk.getByText("1 place left").waitFor();
    // A return gives a place back, and no quota: an agent cannot pass a ticket on by a return and a sale.
    await keep(clerk, wish);
    await clerk.getByRole("alert").getByText("No more right is left of your allotment.").waitFor();
    expect(await clerk.getByRole("alert").textContent()).not.to.contain("sold out");
    await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 4 });
    await clerk.getByText("3 of 4 used, 1 left").waitFor();
    const again = await sell(clerk, wish);
    late = await claim(again.link);
    await stateOf(again.card, "kept");
  });

  it("comes too late after its deadline: the wallet offers none, and the box office says why", async () => {
    const { key, pass } = late;
    await shops.node.clock.travelTo((await shops.node.clock.now()) + HOUR);
    await shops.takeChainTime();
    const signed = await signReturn(key, pass);
    await find(clerk, "the place of a friend");
    await rightCard(clerk, pass.rightId).getByRole("button", { name: "Return" }).click();
    const sheet = clerk.getByRole("dialog", { name: "Return" });
    await sheet.getByRole("textbox").fill(JSON.stringify(signed));
    await sheet.getByRole("button", { name: "Deliver the return" }).click();
    await sheet.getByText("Return: refused").waitFor();
    await sheet.getByText("The time for returns is over.").waitFor();
    await clerk.keyboard.press("Escape");
    expect(await rightCard(clerk, pass.rightId).getAttribute("data-status")).to.equal("granted");

    await phone.open(`${shops.origin}/`);
    await phone.link(/A night to remember/).click();
    await phone.page.getByText("Change something").click();
    await phone.says("Tickets can no longer be given back.");
    expect(await phone.link("Give back").count()).to.equal(0);
  });
});
