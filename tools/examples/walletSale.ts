/** What the wallet that an event names asks the example shop, from a page of its own. */
import assert from "node:assert/strict";
import {
  checkPass,
  createDeviceKey,
  memoryKeys,
  readInvitation,
  sellerClient,
  signClaim,
  signRebind,
  signReturn,
} from "doorkey/buyer";
import { openPhone } from "./browser.ts";
import type { Evening } from "./Evening.ts";
import { WALLET } from "./event.ts";
import type { Trial } from "./Trial.ts";

export async function tryWallet({ checks, folder }: Trial, { origin, eventId }: Evening): Promise<void> {
  await checks.that("the page of a paid order offers to keep the ticket in the event's wallet", async () => {
    const phone = await openPhone(folder, "phone with a wallet");
    const page = await phone.newPage();
    await page.goto(`${origin}/tickets/${await payFor(origin, 1)}`);
    const link = await page.getByRole("link", { name: "Keep it in my wallet" }).getAttribute("href");
    const { seller } = readInvitation(link ?? "");
    assert.deepEqual([new URL(link ?? "").origin, seller], [WALLET, origin]);
    await phone.close();
  });
  await checks.that("the wallet gets the ticket from the shop, moves one place and gives back the other", async () => {
    const answer = await fetch(`${origin}/orders/${await payFor(origin, 2)}/wallet`, { method: "POST" });
    const { invitation, seller = "" } = readInvitation((await answer.json()).link);
    const shop = sellerClient(seller);
    const { seller: site } = await shop.check(invitation);
    assert.deepEqual([site?.name, site?.hosts], ["Ticket Shop", [new URL(origin).host]]);
    const event = await shop.event(eventId);
    assert.deepEqual([event.wallet, event.sellerName, event.isCancelled], [WALLET, "Ticket Shop", false]);

    const [key, young] = [0, 1].map(() => createDeviceKey({ event: invitation.event, store: memoryKeys() }));
    const [old, next] = [await key, await young];
    if (old === undefined || next === undefined) throw new Error("two keys are made");
    const claim = await signClaim(old, invitation);
    const pass = checkPass(old, await shop.claim(claim));
    assert.deepEqual(await shop.claim(claim), pass, "the same claim again");
    const before = await shop.rights(old.address);
    assert.deepEqual([before.passes, before.rights.length], [[pass], 2]);

    const moved = await shop.rebind([await signRebind(old, pass, { newHolder: next.address, index: 0 })]);
    const returned = await shop.return([await signReturn(old, pass, { index: 1, count: 1 })]);
    assert.deepEqual(
      [moved, returned].map(([one]) => one?.status),
      ["rebound", "returned"],
    );
    const after = await shop.rights(old.address);
    assert.deepEqual(after.passes, []);
    assert.deepEqual(
      after.rights.map(({ status, holder }) => [status, holder]),
      [
        ["rebound", next.address],
        ["void", old.address],
      ],
    );
    const [theirs] = (await shop.rights(next.address)).passes;
    assert.deepEqual([theirs?.rightId, theirs?.count], [pass.rightId, 1]);
  });
  await checks.that("the browser of no other page reads the shop's answers", async () => {
    const allowed = async (from: string, path: string) => {
      const headers = { origin: from, "access-control-request-method": "POST" };
      const answer = await fetch(`${origin}${path}`, { method: "OPTIONS", headers });
      return answer.headers.get("access-control-allow-origin");
    };
    for (const path of ["/claims", "/returns", "/rebinds", "/rights", `/events/${eventId}`]) {
      assert.equal(await allowed(WALLET, path), WALLET);
      assert.equal(await allowed("https://wallet.example.stranger.example", path), null);
    }
    assert.equal(await allowed(WALLET, "/orders/x/invitation"), null);
  });
}

/** Orders standing places and pays, as the shop pretends. Returns the order's id. */
async function payFor(origin: string, quantity: number): Promise<string> {
  const body = new URLSearchParams({ class: "standing", quantity: String(quantity) });
  const ordered = await fetch(`${origin}/orders`, { method: "POST", body, redirect: "manual" });
  const checkout = ordered.headers.get("location") ?? "";
  const paid = await fetch(`${origin}${checkout}/payment`, { method: "POST", redirect: "manual" });
  return paid.headers.get("location")?.split("/").at(-1) ?? "";
}
