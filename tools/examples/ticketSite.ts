import assert from "node:assert/strict";
import { checkSeller, connect } from "doorkey";
import type { BrowserContext } from "playwright-core";
import { openComputer, openPhone } from "./browser.ts";
import { buy, codeOnScreen, keepTicket, passOf, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { tryGate } from "./gateTerminal.ts";
import { tryHardships } from "./offlineAndClock.ts";
import { tryRush } from "./rush.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

/** The site in a browser, as its buyers see it, from a paid order to the door. */
export async function tryTicketSite(trial: Trial, evening: Evening): Promise<void> {
  const { checks, processes, folder, chain } = trial;
  const { site: cwd, siteEnv, origin, eventId } = evening;
  await checks.that("the ticket site builds its page", async () => {
    const printed = await processes.run("npm", ["run", "--silent", "build"], { cwd });
    console.log(`  ${printed.trim()}`);
    assert.match(printed, /kB gzipped/);
  });
  const start = () => processes.stay("npm", ["start", "--silent"], /on http:/, { cwd, env: siteEnv });
  let server = await checks.that("the ticket site starts", start);

  const restart = async () => {
    await server.stop();
    server = await start();
  };
  await checks.that("the chain confirms that the site sells for the organizer", async () => {
    const { agent, status } = await askSeller(chain.env.RPC, eventId, origin);
    assert.deepEqual([status, agent], ["designated", "Ticket Shop"]);
  });

  const phone = await openPhone(folder, "phone");
  const strangers = watch(phone, origin);
  try {
    const page = await checks.that("a buyer pays for two and keeps the tickets on the phone", async () => {
      const page = await buy(phone, origin, "standing", 2);
      await assertLooks(page, "invitation", folder);
      await keepTicket(page);
      assert.match(await page.getByRole("article").innerText(), /2 people[\s\S]*standing[\s\S]*Ticket Shop/);
      await assertLooks(page, "ticket", folder);
      return page;
    });
    const { pass, claim } = await passOf(page);

    await checks.that("the code changes by itself", async () => {
      const { code } = await codeOnScreen(page);
      assert.match(code, /^E1:/);
      await page.waitForTimeout(11_000);
      assert.notEqual((await codeOnScreen(page)).code, code);
    });
    await checks.that("a page that is loaded again has the same ticket", async () => {
      await page.reload();
      await waitForCode(page);
      assert.deepEqual((await passOf(page)).pass, pass);
    });
    await checks.that("the same claim once more gives the same pass, after a restart of the site too", async () => {
      await restart();
      const again = await fetch(`${origin}/claims`, { method: "POST", body: JSON.stringify(claim) });
      assert.deepEqual(await again.json(), pass);
    });
    await checks.that("another phone with the same link is refused in a sentence", async () => {
      const other = await openPhone(folder, "other phone");
      const theirs = await other.newPage();
      await theirs.goto(page.url());
      await theirs.getByRole("button", { name: "Keep it here" }).click();
      await theirs.getByRole("heading", { name: "Another device has claimed this order." }).waitFor();
      await assertLooks(theirs, "refused", folder);
      await other.close();
    });
    await checks.that("a computer shows the link for the phone, and keys alone lead through the shop", async () => {
      const computer = await openComputer(folder, "computer");
      const desk = await computer.newPage();
      await desk.goto(origin);
      await assertLooks(desk, "shop", folder);
      for (const key of ["Tab", "Tab", "Tab", "Enter"]) await desk.keyboard.press(key);
      await desk.waitForURL("**/checkout/*");
      for (const key of ["Tab", "Enter"]) await desk.keyboard.press(key);
      await desk.getByRole("heading", { name: "Keep your ticket on this phone" }).waitFor();
      await assertLooks(desk, "computer", folder);
      assert.equal((await codeOnScreen(desk)).code, desk.url());
      for (const key of ["Tab", "Enter"]) await desk.keyboard.press(key);
      await waitForCode(desk);
      await computer.close();
    });
    await checks.that("an order that nobody paid has no invitation", async () => {
      const unpaid = await phone.newPage();
      await unpaid.goto(origin);
      await unpaid.getByRole("button", { name: "Go to payment" }).click();
      await assertLooks(unpaid, "payment", folder);
      const id = new URL(unpaid.url()).pathname.split("/").at(-1);
      const answer = await fetch(`${origin}/orders/${id}/invitation`, { method: "POST" });
      assert.deepEqual([answer.status, (await answer.json()).code], [404, "NOT_FOUND"]);
      await unpaid.close();
    });
    await tryRush({ checks, chain }, evening);
    const seated = await checks.that("seats are on the ticket", async () => {
      const seated = await buy(phone, origin, "seated", 2);
      await keepTicket(seated);
      assert.match(await seated.getByRole("article").innerText(), /Seats A-1-1, A-1-2/);
      await assertLooks(seated, "seated", folder);
      return seated;
    });
    await checks.that("who paid for more than the shop may sell is told what the shop owes", async () => {
      const unlucky = await buy(phone, origin, "seated", 2);
      await unlucky.getByRole("button", { name: "Keep it here" }).click();
      await unlucky.getByRole("heading", { name: "We cannot give you these places." }).waitFor();
      assert.match(server.output(), /POST \/claims failed: [\s\S]*QuotaExceeded/);
      await unlucky.close();
    });
    await tryHardships(trial, evening, { phone, page, restart });

    await tryGate(trial, evening, { page, pass, seated });
    await phone.setOffline(false);

    await checks.that("a lost key is told with what to do", async () => {
      await page.evaluate(() => {
        indexedDB.deleteDatabase("doorkey");
      });
      await page.reload();
      await page.getByRole("heading", { name: "The key of this ticket is not on this phone" }).waitFor();
      await assertLooks(page, "lost", folder);
    });
    await checks.that("the page asked nobody but the site, and has nothing to complain of", async () =>
      assert.deepEqual([...strangers], []),
    );
  } finally {
    await phone.close();
    await server.stop();
  }
}

async function askSeller(rpc: string | undefined, eventId: number, url: string) {
  const seller = await checkSeller(await connect({ rpc: rpc ?? "" }), { eventId, url });
  return { status: seller.status, agent: "agent" in seller ? seller.agent.name : JSON.stringify(seller) };
}

/** Requests to other origins than the site, what its policy kept from running, and whatever else the page complains of. */
function watch(phone: BrowserContext, origin: string): Set<string> {
  const strangers = new Set<string>();
  phone.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) strangers.add(url);
  });
  phone.on("weberror", (error) => strangers.add(String(error.error())));
  phone.on("console", (message) => {
    // Refusals by the shop and a missing network are told by the browser too: they are what is tried.
    const isExpected = /^Failed to load resource/.test(message.text());
    if (message.type() === "error" && !isExpected) strangers.add(message.text());
  });
  return strangers;
}
