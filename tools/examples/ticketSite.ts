import assert from "node:assert/strict";
import { checkSeller, connect } from "doorkey";
import { createDeviceKey, type Invitation, memoryKeys, signClaim } from "doorkey/buyer";
import type { BrowserContext } from "playwright-core";
import { isPublic } from "../../examples/ticket-site/src/publicFetch.ts";
import { openComputer, openPhone } from "./browser.ts";
import { buy, codeOnScreen, passOf, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { tryGate } from "./gateTerminal.ts";
import { tryHardships } from "./offlineAndClock.ts";
import { tryRush } from "./rush.ts";
import { assertLooks } from "./screenshots.ts";
import type { Trial } from "./Trial.ts";

/** Tries the site in a browser as its buyers see it, from a paid order to the door. */
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

  await checks.that("the page that checks a seller reaches public addresses, and no private one", async () => {
    for (const address of ["8.8.8.8", "2606:4700:4700::1111"]) assert.ok(isPublic(address), address);
    const inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1"];
    for (const address of [...inside, "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::"]) {
      assert.ok(!isPublic(address), address);
    }
  });

  const phone = await openPhone(folder, "phone");
  const strangers = watch(phone, origin);
  try {
    const page = await checks.that("a buyer pays for two and keeps the tickets on the phone", async () => {
      const page = await buy(phone, origin, "standing", 2);
      await waitForCode(page);
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
      await theirs.getByRole("heading", { name: "Your ticket is on another phone" }).waitFor();
      const answer = await theirs.request.post(`${origin}/claims`, { data: await strangersClaim(theirs.url()) });
      assert.deepEqual([answer.status(), (await answer.json()).code], [409, "PURCHASE_TAKEN"]);
      await other.close();
    });
    await checks.that("a computer shows the link for the phone, and keys alone lead through the shop", async () => {
      const computer = await openComputer(folder, "computer");
      const desk = await computer.newPage();
      await desk.goto(origin);
      await assertLooks(desk, "shop", folder);
      for (const key of ["Tab", "Tab", "Tab", "Enter"]) await desk.keyboard.press(key);
      await desk.waitForURL("**/checkout/*");
      await desk.getByRole("heading", { name: "Pay on the phone that you will bring" }).waitFor();
      await assertLooks(desk, "computer", folder);
      assert.equal((await codeOnScreen(desk)).code, desk.url());
      for (const key of ["Tab", "Enter"]) await desk.keyboard.press(key);
      await desk.getByText("This device can keep your ticket.").waitFor();
      await desk.keyboard.press("Enter");
      await waitForCode(desk);
      await computer.close();
    });
    await checks.that("an unpaid order has no invitation", async () => {
      const unpaid = await phone.newPage();
      await unpaid.goto(origin);
      await unpaid.getByRole("button", { name: "Go to payment" }).click();
      await assertLooks(unpaid, "payment", folder);
      await unpaid.getByText("€25.00", { exact: true }).waitFor();
      const id = new URL(unpaid.url()).pathname.split("/").at(-1);
      const answer = await fetch(`${origin}/orders/${id}/invitation`, { method: "POST" });
      assert.deepEqual([answer.status, (await answer.json()).code], [404, "NOT_FOUND"]);
      await unpaid.close();
    });
    await tryRush({ checks, chain }, evening);
    const seated = await checks.that("seats are on the ticket", async () => {
      const seated = await buy(phone, origin, "seated", 2);
      await waitForCode(seated);
      assert.match(await seated.getByRole("article").innerText(), /Seats A-1-1, A-1-2/);
      await assertLooks(seated, "seated", folder);
      return seated;
    });
    await checks.that("a buyer of places that the shop may not sell learns it before paying", async () => {
      const unlucky = await phone.newPage();
      await unlucky.goto(origin);
      await unlucky.getByLabel("Where?").selectOption("seated");
      await unlucky.getByLabel("How many people?").selectOption("2");
      await unlucky.getByRole("button", { name: "Go to payment" }).click();
      await unlucky.getByText("Only 1 place is left.").waitFor();
      assert.equal(await unlucky.getByRole("button", { name: /^Pay/ }).count(), 0);
      const paid = await unlucky.request.post(`${unlucky.url()}/payment`, { headers: { accept: "text/html" } });
      assert.equal(paid.status(), 409);
      assert.match(await paid.text(), /You have not paid anything\./);
      await assertLooks(unlucky, "too-few-left", folder);
      await unlucky.close();
    });
    await tryHardships(trial, evening, { phone, page, restart });

    await tryGate(trial, evening, { page, pass, seated });
    await phone.setOffline(false);

    await checks.that("the page of a lost key says what to do", async () => {
      await page.evaluate(() => {
        indexedDB.deleteDatabase("doorkey");
      });
      await page.reload();
      await page.getByRole("heading", { name: "Your ticket is not on this phone" }).waitFor();
      await assertLooks(page, "lost", folder);
    });
    await checks.that("the page sent requests to the site only, and reported no errors", async () =>
      assert.deepEqual([...strangers], []),
    );
  } finally {
    await phone.close();
    await server.stop();
  }
}

/** What another device answers to the invitation of a paid order. */
async function strangersClaim(ticket: string) {
  const invited = await fetch(ticket.replace("/tickets/", "/orders/").concat("/invitation"), { method: "POST" });
  const invitation: Invitation = await invited.json();
  return signClaim(await createDeviceKey({ event: invitation.event, store: memoryKeys() }), invitation);
}

async function askSeller(rpc: string | undefined, eventId: number, url: string) {
  const seller = await checkSeller(await connect({ rpc: rpc ?? "" }), { eventId, url });
  return { status: seller.status, agent: "agent" in seller ? seller.agent.name : JSON.stringify(seller) };
}

/** Collects requests to other origins than the site, scripts that its policy blocked, and errors of the page. */
function watch(phone: BrowserContext, origin: string): Set<string> {
  const strangers = new Set<string>();
  phone.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) strangers.add(url);
  });
  phone.on("weberror", (error) => strangers.add(String(error.error())));
  phone.on("console", (message) => {
    // The browser also reports refusals by the shop and a missing network, which the checks cause themselves.
    const isExpected = /^Failed to load resource/.test(message.text());
    if (message.type() === "error" && !isExpected) strangers.add(message.text());
  });
  return strangers;
}
