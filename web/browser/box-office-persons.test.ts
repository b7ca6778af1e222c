/** Clerks who read documents of persons. Chain, relay, office and evidence are real. */
import { expect } from "chai";
import { readRight } from "doorkey/agent";
import { createDeviceKey, type DeviceKey, memoryKeys, rebindRequest } from "doorkey/buyer";
import type { Browser, Locator, Page } from "playwright-core";
import { find, invite, keep, open, rightCard, stateOf } from "./helpers/atCounter.ts";
import { openBrowser } from "./helpers/openBrowser.ts";
import { type Counter, openCounter } from "./helpers/openCounter.ts";

const MARI = "TK 001 234";
const NAO = "NZ777888";

describe("the box office of an event that counts persons", () => {
  let counter: Counter;
  let browser: Browser;
  let clerk: Page;
  let manager: Page;
  const sent: string[] = [];
  before(async () => {
    counter = await openCounter({ persons: true });
    browser = await openBrowser();
    clerk = await counter.signIn(browser, "Aya", "clerk");
    manager = await counter.signIn(browser, "Mei", "manager");
    for (const page of [clerk, manager]) page.setDefaultTimeout(15_000);
    clerk.on("response", async (answer) => sent.push(await answer.text().catch(() => "")));
  });
  after(async () => {
    await browser?.close();
    await counter?.close();
  });

  /** Types a passport of Japan. */
  async function readDocument(within: Page | Locator, number: string, person = 1) {
    const document = within.getByRole("group", { name: `Document of person ${person}` });
    await document.getByRole("textbox", { name: /^Country/ }).fill("jpn");
    await document.getByRole("textbox", { name: "Number" }).fill(number);
  }

  /** Sells one ticket to a person, or one without a name. */
  async function sellTo(page: Page, wish: Parameters<typeof keep>[1], number?: string) {
    await keep(page, wish);
    await stateOf(page.locator("section[data-sale]"), "reserved");
    if (number !== undefined) await readDocument(page, number);
    return invite(page);
  }

  const onChain = (rightId: string) => readRight(counter.show.agent, { rightId: BigInt(rightId) });
  const newKey = (): Promise<DeviceKey> =>
    createDeviceKey({ event: counter.show.event, kind: "p256", store: memoryKeys() });

  it("grants to the person whose document the clerk reads, and asks for nothing else", async () => {
    await keep(clerk, { order: "mari" });
    await stateOf(clerk.locator("section[data-sale]"), "reserved");
    // Without the document the page sends nothing.
    await clerk.getByRole("button", { name: "Paid: show the invitation" }).click();
    await stateOf(clerk.locator("section[data-sale]"), "reserved");
    await readDocument(clerk, MARI);
    const { card, link } = await invite(clerk);
    const { key, pass } = await counter.claim(link);
    await stateOf(card, "kept");
    expect(await onChain(pass.rightId)).to.include({ holder: key.address, named: true });
    await find(clerk, "mari");
    await rightCard(clerk, pass.rightId).getByText("Has a name").waitFor();
    expect(sent.length).to.be.greaterThan(0);
    expect(sent.join()).not.to.include(MARI);
  });

  it("tells the clerk that a person has a ticket already, however the number is written", async () => {
    const { card, link } = await sellTo(clerk, { order: "mari again" }, "tk-001-234");
    const refusal = await counter.claim(link).catch((error: unknown) => error);
    expect(refusal).to.include({ code: "GRANT_REFUSED" });
    await card.getByRole("alert").waitFor();
    expect(await card.getByRole("alert").textContent()).to.match(/person/);
    await card.getByRole("button", { name: "Cancel the sale" }).click();
    await stateOf(card, "cancelled");
  });

  it("asks for one document for each person of an order", async () => {
    await keep(clerk, { people: 2, order: "two" });
    await stateOf(clerk.locator("section[data-sale]"), "reserved");
    await readDocument(clerk, "PA111111");
    await readDocument(clerk, "PB222222", 2);
    const { card, link } = await invite(clerk);
    const { pass } = await counter.claim(link);
    expect(pass.count).to.equal(2);
    await stateOf(card, "kept");
  });

  it("lets a manager name a right of a reserved class later, and asks for no document at its sale", async () => {
    const { link } = await sellTo(manager, { className: "crew", order: "roadie" });
    const { pass } = await counter.claim(link);
    expect(await onChain(pass.rightId)).to.include({ named: false });
    await find(manager, "roadie");
    await rightCard(manager, pass.rightId).getByText("Has no name").waitFor();
    await rightCard(manager, pass.rightId).getByRole("button", { name: "Name" }).click();
    const sheet = manager.getByRole("dialog", { name: "Name" });
    // Mari has a ticket.
    await readDocument(sheet, MARI);
    await sheet.getByRole("button", { name: "Name this right" }).click();
    await sheet.getByText("Name: refused").waitFor();
    await readDocument(sheet, NAO);
    await sheet.getByRole("button", { name: "Name this right" }).click();
    await sheet.getByText("Name: done").waitFor();
    await manager.keyboard.press("Escape");
    await rightCard(manager, pass.rightId).getByText("Has a name").waitFor();
    expect(await rightCard(manager, pass.rightId).getByRole("button", { name: "Name" }).count()).to.equal(0);
    expect(await onChain(pass.rightId)).to.include({ named: true });
  });

  it("moves the ticket of a lost phone to the person's new phone, by the document of the purchase", async () => {
    const { link } = await sellTo(clerk, { order: "lost" }, "LX 55 66");
    const { pass } = await counter.claim(link);
    const next = await newKey();
    await find(manager, "lost");
    await rightCard(manager, pass.rightId).getByRole("button", { name: "Move to another phone" }).click();
    const sheet = manager.getByRole("dialog", { name: "Move to another phone" });
    await sheet.getByRole("textbox", { name: /Code of the new phone/ }).fill(rebindRequest(next));
    await sheet.getByRole("button", { name: "The person's document" }).click();
    // Another person's document moves nothing.
    await readDocument(sheet, NAO);
    await sheet.getByRole("button", { name: "Move the ticket" }).click();
    await sheet.getByText("Move: refused").waitFor();
    expect((await onChain(pass.rightId)).holder).to.equal(pass.holder);
    await readDocument(sheet, "lx5566");
    await sheet.getByRole("button", { name: "Move the ticket" }).click();
    await sheet.getByText("Move: done").waitFor();
    expect((await onChain(pass.rightId)).holder).to.equal(next.address);
    await manager.keyboard.press("Escape");
    await rightCard(manager, pass.rightId).getByText(next.address).waitFor();
    await open(manager, "Today");
    await manager.getByRole("definition").nth(3).waitFor();
    expect(await manager.getByRole("definition").allTextContents()).to.deep.equal(["0", "0", "1", "1"]);
  });

  it("leaves the way by a document to managers", async () => {
    await find(clerk, "lost");
    const card = clerk.locator("[data-right]");
    await card.getByRole("button", { name: "Move to another phone" }).click();
    const sheet = clerk.getByRole("dialog", { name: "Move to another phone" });
    await sheet.getByRole("button", { name: "The old phone" }).waitFor();
    expect(await sheet.getByRole("button", { name: "The person's document" }).count()).to.equal(0);
  });
});
