/** Clerks at the counter. Chain, relay and office are real. */
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { createDeviceKey, memoryKeys, readInvitation, rebindRequest, signRebind, signReturn } from "doorkey/buyer";
import type { Browser, Page } from "playwright-core";
import { chooseList, find, keep, open, rightCard, sell, stateOf } from "./helpers/atCounter.ts";
import { holdAnswer } from "./helpers/holdAnswer.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { type Counter, openCounter, WALLET } from "./helpers/openCounter.ts";

describe("the box office", () => {
  let counter: Counter;
  let browser: Browser;
  let clerk: Page;
  let other: Page;
  let manager: Page;
  const errors: string[] = [];
  before(async () => {
    counter = await openCounter();
    browser = await openBrowser();
    clerk = await counter.signIn(browser, "Aya", "clerk");
    other = await counter.signIn(browser, "Bo", "clerk");
    manager = await counter.signIn(browser, "Mei", "manager");
    for (const page of [clerk, other, manager]) {
      page.setDefaultTimeout(15_000);
      page.on("pageerror", ({ message }) => errors.push(message));
    }
  });
  afterEach(() => expect(errors.splice(0)).to.deep.equal([]));
  after(async () => {
    await browser?.close();
    await counter?.close();
  });

  it("sells in two steps, and shows how the phone, the chain and the wallet answer", async () => {
    const { card, link } = await sell(clerk, { people: 2, order: "front-1" });
    expect(link.startsWith(`${WALLET}#doorkey=`) || link.startsWith(`${WALLET}/#doorkey=`), link).to.equal(true);
    const { invitation, seller } = readInvitation(link);
    expect(invitation.quantity).to.equal(2);
    expect(seller).to.equal("https://tickets.shop.example/door");
    // The other clerk sees the same sale without doing anything.
    await open(other, "Sell");
    const line = other.locator('li[data-sale][data-state="waiting"]', { hasText: "front-1" });
    await line.waitFor();
    const { pass } = await counter.claim(link);
    expect(pass.count).to.equal(2);
    await stateOf(card, "kept");
    await line.waitFor({ state: "detached" });
    expect(await card.getByRole("status").first().textContent()).to.contain("In the wallet");
    expect(await clerk.getByRole("img", { name: "QR code of the invitation" }).count()).to.equal(0);
  });

  it("shows what is left at every level, as the other clerk sells", async () => {
    await open(clerk, "Sell");
    await clerk.getByRole("button", { name: "Sell another" }).click();
    await clerk.getByRole("radio", { name: /^small/ }).check();
    const levels = clerk.getByRole("list", { name: "Quota at every level" });
    await clerk.getByText("3 places left").waitFor();
    expect(await levels.textContent()).to.match(/^Tickets & Co: 0 of \d+ used/);
    const { link } = await sell(other, { className: "small", people: 2 });
    await clerk.getByText("1 place left · 2 kept or invited").waitFor();
    await counter.claim(link);
    await clerk.getByText("1 place left").waitFor();
    await clerk.getByText(/^Tickets & Co: 2 of /).waitFor();
    // The last place goes; the class then says itself why it cannot be sold.
    await keep(clerk, { className: "small", people: 2 });
    await clerk
      .getByRole("alert")
      .getByText(/Only 1 place is left/)
      .waitFor();
  });

  it("gives the last seat to one of two clerks who ask at the same instant, and tells the other", async () => {
    for (const page of [clerk, other]) {
      await open(page, "Sell");
      const another = page.getByRole("button", { name: "Sell another" });
      if (await another.isVisible()) await another.click();
      await page.getByRole("radio", { name: /^seated/ }).check();
      await page.getByRole("textbox", { name: /^Seats/ }).fill("A-3-3");
    }
    await Promise.all([clerk, other].map((page) => page.getByRole("button", { name: "Keep the places" }).click()));
    const won = (page: Page) => page.locator('section[data-sale][data-state="reserved"]', { hasText: "A-3-3" });
    const told = (page: Page) => page.getByRole("alert");
    await Promise.all([clerk, other].map((page) => won(page).or(told(page)).first().waitFor()));
    const winners = await Promise.all([clerk, other].map((page) => won(page).count()));
    expect(winners.toSorted()).to.deep.equal([0, 1]);
    const loser = winners[0] === 1 ? other : clerk;
    expect(await told(loser).textContent()).to.match(/A-3-3.*open order/);
    // What the loser typed is still there, for the next seat.
    await loser.getByRole("textbox", { name: /^Seats/ }).fill("A-3-2");
    await loser.getByRole("button", { name: "Keep the places" }).click();
    await loser.locator('section[data-sale][data-state="reserved"]', { hasText: "A-3-2" }).waitFor();
    await loser.getByRole("button", { name: "Cancel the sale" }).click();
    await loser.locator('section[data-sale][data-state="cancelled"]').waitFor();
  });

  it("names what is wrong with a wish, and keeps nothing", async () => {
    await keep(clerk, { className: "seated", seats: "Z-9-9" });
    await clerk.getByRole("alert").getByText(/Z-9-9/).waitFor();
    await keep(clerk, { className: "seated", seats: "A-3-3" });
    await clerk
      .getByRole("alert")
      .getByText(/Seat A-3-3 is in another open order/)
      .waitFor();
  });

  it("finds by order, right, key and seat, and delivers a return that a phone signed", async () => {
    const { link } = await sell(clerk, { className: "seated", seats: "A-1-1", order: "front-2" });
    const { key, pass } = await counter.claim(link);
    for (const text of ["front-2", pass.rightId, key.address, "A-1-1"]) {
      await find(clerk, text);
      await rightCard(clerk, pass.rightId).getByText("Seat A-1-1").waitFor();
    }
    await find(clerk, "front-999");
    await clerk.getByText("Nothing found.").waitFor();

    await find(clerk, "front-2");
    await rightCard(clerk, pass.rightId).getByRole("button", { name: "Return" }).click();
    const sheet = clerk.getByRole("dialog", { name: "Return" });
    await sheet.getByRole("textbox").fill("{}");
    await sheet.getByRole("button", { name: "Deliver the return" }).click();
    await sheet.getByText("This is not a signed return.").waitFor();
    await sheet.getByRole("textbox").fill(JSON.stringify(await signReturn(key, pass)));
    await sheet.getByRole("button", { name: "Deliver the return" }).click();
    await sheet.getByText("Return: done").waitFor();
    await clerk.keyboard.press("Escape");
    await rightCard(clerk, pass.rightId).getByText("Returned", { exact: true }).waitFor();
    expect(await rightCard(clerk, pass.rightId).getByRole("button").count()).to.equal(0);
  });

  it("lets a manager alone revoke, with a reason that fits the chain", async () => {
    const { link } = await sell(clerk, { order: "front-3" });
    const { pass } = await counter.claim(link);
    await find(clerk, "front-3");
    await rightCard(clerk, pass.rightId).waitFor();
    expect(await rightCard(clerk, pass.rightId).getByRole("button", { name: "Revoke" }).count()).to.equal(0);
    const refused = await clerk.request.post(`${counter.url()}/api/revocations`, {
      data: { rightIds: [pass.rightId], reason: "x" },
    });
    expect([refused.status(), (await refused.json()).code]).to.deep.equal([403, "ROLE_MISSING"]);

    await find(manager, "front-3");
    await rightCard(manager, pass.rightId).getByRole("button", { name: "Revoke" }).click();
    const sheet = manager.getByRole("dialog", { name: "Revoke" });
    const reason = sheet.getByRole("textbox", { name: /^Reason/ });
    await reason.fill("支払いがありませんでした");
    await sheet.getByText(/letters too many/).waitFor();
    await sheet.getByRole("button", { name: "Revoke this right" }).click();
    expect(await sheet.getByRole("listitem").count()).to.equal(0);
    await reason.fill("charged back");
    await sheet.getByRole("button", { name: "Revoke this right" }).click();
    await sheet.getByText("Revoke: done").waitFor();
    await manager.keyboard.press("Escape");
    await rightCard(manager, pass.rightId).getByText("Revoked", { exact: true }).waitFor();
  });

  it("moves a ticket with the old phone's consent, and files a request for a lost phone", async () => {
    const { link } = await sell(clerk, { order: "front-4" });
    const { key, pass } = await counter.claim(link);
    const phone = await createDeviceKey({ event: counter.show.event, kind: "p256", store: memoryKeys() });
    await find(clerk, "front-4");
    await rightCard(clerk, pass.rightId).getByRole("button", { name: "Move to another phone" }).click();
    const sheet = clerk.getByRole("dialog", { name: "Move to another phone" });
    await sheet.getByRole("img", { name: "QR code of the link for the new phone" }).waitFor();
    const code = sheet.getByRole("textbox", { name: /Code of the new phone/ });
    const consent = sheet.getByRole("textbox", { name: "Signed consent of the old phone" });
    await code.fill("R1:NOT A CODE");
    await consent.fill("{}");
    await sheet.getByRole("button", { name: "Move the ticket" }).click();
    await sheet.getByText(/This is not the code of a phone/).waitFor();
    await code.fill(rebindRequest(phone));
    await consent.fill(JSON.stringify(await signRebind(key, pass, { newHolder: key.address })));
    await sheet.getByRole("button", { name: "Move the ticket" }).click();
    await sheet.getByText(/This is not a signed consent/).waitFor();
    await consent.fill(JSON.stringify(await signRebind(key, pass, { newHolder: phone.address })));
    await sheet.getByRole("button", { name: "Move the ticket" }).click();
    await sheet.getByText("Move: done").waitFor();
    await clerk.keyboard.press("Escape");
    await rightCard(clerk, pass.rightId)
      .getByText(/^Moved once/)
      .waitFor();
    await rightCard(clerk, pass.rightId).getByText(phone.address).waitFor();

    const third = await createDeviceKey({ event: counter.show.event, kind: "p256", store: memoryKeys() });
    await rightCard(clerk, pass.rightId).getByRole("button", { name: "Move to another phone" }).click();
    await code.fill(rebindRequest(third));
    await sheet.getByRole("button", { name: "The phone is lost" }).click();
    await sheet.getByRole("textbox", { name: /How did you recognise/ }).fill("she showed the card that paid");
    await sheet.getByRole("button", { name: "File the request" }).click();
    await sheet.getByText(/^Filed\./).waitFor();
    await clerk.keyboard.press("Escape");

    await open(manager, "Staff");
    await manager.getByText("she showed the card that paid").waitFor();
    const [download] = await Promise.all([
      manager.waitForEvent("download"),
      manager.getByRole("link", { name: "Download the requests" }).click(),
    ]);
    const [request] = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(request).to.include({ rightId: pass.rightId, holder: phone.address, newHolder: third.address });
    await manager.getByRole("button", { name: `Take back: Right ${pass.rightId}` }).click();
    await manager.getByText("No requests.").waitFor();
  });

  it("grants a list of orders, names each bad line, and goes on after the office stopped", async () => {
    const holders = Array.from({ length: 300 }, (_, i) => `0x${String(i + 1).padStart(40, "b")}`);
    const good = holders.map((holder, i) => `list-${i},standing,${holder},1,`);
    const bad = ["list-x,standing,nobody,1,", "list-y,balcony,,1,", "=cmd|' /C calc'!A0,standing,,1,"];
    const rows = [...good.slice(0, 100), ...bad, ...good.slice(100)];
    const csv = `\ufefforder,class,holder,quantity,seats\r\n${rows.join("\r\n")}\r\n`;
    const card = await chooseList(manager, "Night.csv", csv);
    await card.getByText("3 rows have a mistake and are left out").waitFor();
    await card.getByRole("button", { name: "Left out or refused" }).click();
    const lines = card.getByRole("row");
    await lines.nth(3).waitFor();
    expect(await card.getByRole("cell").allTextContents()).to.include.members(["102", "103", "104"]);
    await card.getByRole("button", { name: "Start with 300 good rows" }).click();
    await stateOf(card, "running");
    await counter.kill();
    await counter.restart();
    await stateOf(card, "done");
    await card.getByText("300 of 300 · 300 done · 0 refused").waitFor();
    const [download] = await Promise.all([
      manager.waitForEvent("download"),
      card.getByRole("link", { name: "Result as CSV" }).click(),
    ]);
    const result = await readFile(await download.path(), "utf8");
    expect(result).to.contain("list-299");
    expect(result).to.not.match(/(^|[,"])=cmd/m);
    // Each good row once.
    const held = await manager.request.get(`${counter.url()}/api/search?q=${holders[7]}`);
    expect((await held.json()).rights).to.have.length(1);
  });

  it("makes a link for each order without a holder", async () => {
    const csv = "order,class,quantity,seats\nmail-1,standing,2,\nmail-2,seated,1,A-2-1\nmail-3,seated,1,A-2-1\n";
    const card = await chooseList(manager, "Mail.csv", csv);
    await card.getByText(/makes links/).waitFor();
    await card.getByRole("button", { name: /^Start with/ }).click();
    await stateOf(card, "done");
    const [download] = await Promise.all([
      manager.waitForEvent("download"),
      card.getByRole("link", { name: "Result as CSV" }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const links = text.match(/https:\/\/wallet\.hall\.example\S*?#doorkey=[\w-]+&at=[\w./-]+/g) ?? [];
    expect(links).to.have.length(2);
    expect(readInvitation(links[0] ?? "").invitation.quantity).to.equal(2);
  });

  it("takes a list that is chosen while the page still reads the others", async () => {
    await open(manager, "Find");
    const answer = await holdAnswer(manager, /\/api\/imports$/);
    const card = await chooseList(manager, "Quick.csv", "order,class,quantity,seats\nquick-1,standing,9,\n");
    await stateOf(card, "checked");
    await answer();
    await stateOf(card, "checked");
  });

  it("shows what was asked last, though the answer to an earlier question comes later", async () => {
    const answer = await holdAnswer(manager, /\/api\/search\?.*mail-1/);
    await find(manager, "mail-1");
    await find(manager, "mail-2");
    const sales = manager.locator("ul.list li");
    await sales.filter({ hasText: "mail-2" }).waitFor();
    await answer();
    // The page has used both answers.
    await manager.getByText("Working…").waitFor({ state: "detached" });
    expect(await sales.allInnerTexts()).to.have.length(1);
    expect(await sales.innerText()).to.contain("mail-2");
  });

  it("sums the day, and shows nothing that waits when all is done", async () => {
    await open(manager, "Today");
    const row = manager.getByRole("row", { name: /^seated/ });
    await row.waitFor();
    await manager.getByRole("definition").nth(3).waitFor();
    expect(await manager.getByRole("definition").allTextContents()).to.deep.equal(["1", "1", "1", "0"]);
    await open(manager, "Waiting");
    await manager.getByText("Nothing waits.").waitFor();
    await manager.getByText(/^The chain is at block \d+/).waitFor();
  });

  it("says that the office is away, and goes on when it is back", async () => {
    await counter.kill();
    await clerk.getByText("The office does not answer").waitFor();
    await keep(clerk, {});
    await clerk
      .getByRole("alert")
      .getByText(/look before you send it again/)
      .waitFor();
    await counter.restart();
    await clerk.getByText("Live", { exact: true }).waitFor();
    await clerk.getByRole("button", { name: "Keep the places" }).click();
    await clerk.locator('section[data-sale][data-state="reserved"]').waitFor();
  });

  it("lets each link in once, and ends the sessions of who is removed", async () => {
    const link = await counter.inviteLink("Cy", "clerk");
    const context = await browser.newContext({ locale: "en" });
    const page = await context.newPage();
    await page.goto(link);
    await page.locator("header.bar").waitFor();
    expect(page.url()).to.not.contain("invite");
    const stranger = await (await browser.newContext({ locale: "en" })).newPage();
    await stranger.goto(link);
    await stranger.getByText(/was used already/).waitFor();
    await stranger.getByRole("textbox").fill("https://elsewhere.example/");
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await stranger.getByText(/This is not a link of this office/).waitFor();
    await stranger.getByRole("textbox").fill(await counter.inviteLink("Di", "clerk"));
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await stranger.locator("header.bar").waitFor();

    await open(manager, "Staff");
    await manager.getByRole("button", { name: "Remove: Cy" }).click();
    await manager.getByText("clerk · removed").waitFor();
    await page.getByRole("heading", { name: "Box office" }).waitFor();
    expect(await page.locator("header.bar").count()).to.equal(0);
  });
});
