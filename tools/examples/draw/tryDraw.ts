/** A whole draw at the ticket site, in the browsers of three fans who want one place. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "doorkey";
import { placeOf, readDraw, recomputeDraw } from "doorkey/ballot";
import { type Claim, signClaim } from "doorkey/buyer";
import { serveBeacon } from "../../dev/beacon.ts";
import { ROOT } from "../../support/shell.ts";
import { openPhone } from "../browser.ts";
import { freePort, startChain } from "../chain.ts";
import { installProject } from "../packed.ts";
import { assertLooks } from "../screenshots.ts";
import type { Trial } from "../Trial.ts";
import { serveAttester } from "./attesterPage.ts";
import { DRAWN, type DrawnNight, openDrawnNight, settingsOf } from "./drawnNight.ts";
import { invitationTo, keyFor } from "./entering.ts";
import { tryEntryStore } from "./entryStore.ts";
import { Fan } from "./Fan.ts";
import { tryDrawLanguages } from "./languages.ts";
import { tryKeyDraw } from "./tryKeyDraw.ts";
import { tryParties } from "./tryParties.ts";

const HOUR = 3_600;

export async function tryDraw(trial: Omit<Trial, "chain" | "payer">): Promise<void> {
  const { checks, processes, folder, tarball } = trial;
  const own = join(folder, "draw");
  await mkdir(own);
  await tryEntryStore(checks);
  const chain = await checks.that("a local chain has the suite", () => startChain(processes, "local-payer"));
  const { RPC = "" } = chain.env;
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const [port, attesterPort, beaconPort] = ports;
  const site = `http://localhost:${port}`;
  const cwd = await checks.that("the ticket site is installed and built", async () => {
    const copy = await installProject(processes, join(ROOT, "examples/ticket-site"), {
      folder: own,
      tarballs: [tarball],
    });
    await processes.run("npm", ["run", "--silent", "build"], { cwd: copy });
    return copy;
  });
  const night = await checks.that("an organizer opens a draw", () => openDrawnNight(RPC, own, { site, by: "person" }));
  const { connection, eventId } = night;
  const attester = await serveAttester(connection, { ...night, port: attesterPort });
  const beacon = await serveBeacon(RPC, beaconPort);
  const beaconUrl = `http://127.0.0.1:${beaconPort}`;
  const env = { ...chain.env, ...settingsOf(night), IDENTITY_CHECK: attester.url, PORT: String(port), DATA: own };
  const doorkey = (...args: string[]) =>
    processes.run("npx", ["doorkey", "draw", ...args, "--event", String(eventId), "--rpc", RPC], { cwd: ROOT });
  const place = { eventId, className: DRAWN };

  await checks.that("the site says that a draw of persons needs the page of an attester", async () => {
    const started = processes.run("npm", ["start", "--silent"], { cwd, env: { ...env, IDENTITY_CHECK: "" } });
    await assert.rejects(started, /IDENTITY_CHECK is not set\./);
  });
  const server = await processes.stay("npm", ["start", "--silent"], /on http:/, { cwd, env });
  const fans: Fan[] = [];
  try {
    await checks.that("three fans enter, each with a document that the shop does not see", async () => {
      for (const number of ["A1", "B2", "C3"]) {
        const phone = await openPhone(own, number);
        const fan = new Fan(phone, await phone.newPage(), number);
        fans.push(fan);
        await fan.page.goto(`${site}/draws/1`);
        if (number === "A1") await assertLooks(fan.page, "draw", folder);
        await fan.enter(site);
        await fan.reads("You have entered");
      }
      for (const { page } of fans.slice(0, 1)) await assertLooks(page, "entered", folder);
    });
    await checks.that("a person who enters again has the same entry", async () => {
      const [fan] = fans as [Fan];
      const before = fan.page.url();
      await fan.enter(site);
      assert.equal(fan.page.url(), before);
    });
    await checks.that("the shop takes no evidence for another key, and none without the key", async () => {
      const enter = async (claim: Claim, evidence: string) => {
        const answer = await fetch(`${site}/entries`, { method: "POST", body: JSON.stringify({ claim, evidence }) });
        return [answer.status, (await answer.json()).code];
      };
      const [key, other] = [await keyFor(night), await keyFor(night)];
      const claim = await signClaim(key, invitationTo(night));
      const foreign = await attester.vouch("Z9", other.address, night.agentId);
      assert.deepEqual(await enter(claim, foreign), [409, "NOT_VOUCHED"]);
      assert.deepEqual(await enter({ ...claim, holder: other.address }, foreign), [400, "CLAIM_UNSIGNED"]);
    });

    const [first, second, leftOut] = fans as [Fan, Fan, Fan];
    await checks.that("the organizer lists the entries, and leaves one out", async () => {
      const csv = await processes.run("npm", ["run", "--silent", "entries", "--", DRAWN], { cwd, env });
      assert.match(csv, /^order,class,tag,party\n(F-[0-9A-F]{10},standing,0x[0-9a-f]{64},\n){3}$/);
      const file = join(own, "entries.csv");
      const tag = attester.tagOf(leftOut.number);
      await writeFile(
        file,
        csv
          .split("\n")
          .filter((row) => !row.includes(tag))
          .join("\n"),
      );
      await doorkey("list", file, "--as", "organizer");
      for (const fan of [first, second]) {
        await fan.page.reload();
        await fan.reads("You are in the draw");
      }
      await leftOut.page.reload();
      await leftOut.reads("You have entered");
      await assertLooks(first.page, "listed", folder);
    });
    await checks.that("the one who was left out appeals", async () => {
      await night.travelTo(night.listUntil);
      await leftOut.page.reload();
      await leftOut.reads("You are missing in the list");
      await assertLooks(leftOut.page, "missing", folder);
      await leftOut.confirm();
      await leftOut.press("Appeal");
      await leftOut.reads("You are in the draw");
      const draw = await readDraw(connection, place);
      assert.deepEqual([draw.listed, draw.pools[0]?.parties], [2, 3]);
    });
    await checks.that("the local beacon's round is proven, and the draw is settled", async () => {
      const { roundAt } = await readDraw(connection, place);
      await night.travelTo(roundAt + HOUR);
      await doorkey("prove", "--class", DRAWN, "--url", beaconUrl, "--as", "agent");
      await doorkey("settle", "--class", DRAWN, "--as", "agent");
    });

    const order = await checks.that("each page shows the position that anyone computes from the chain", async () => {
      const { entries, isSeedRight } = await recomputeDraw(connection, place);
      assert.ok(isSeedRight);
      const ranked: Fan[] = [];
      for (const fan of fans) {
        const { position = 0 } = await placeOf(connection, { ...place, entry: attester.tagOf(fan.number) });
        ranked[position - 1] = fan;
      }
      assert.deepEqual(
        entries.map(({ rank }) => rank),
        [0, 1, 2],
      );
      for (const [rank, fan] of ranked.entries()) {
        await fan.page.reload();
        await fan.reads(`You are ${["1st", "2nd", "3rd"][rank]} of 3`);
        await fan.page.getByText("What decided this?").click();
        await fan.finds(new RegExp(`This phone computed the line from them, and you are number ${rank + 1}`));
      }
      return ranked;
    });
    const [winner, next, loser] = order as [Fan, Fan, Fan];
    await checks.that("those who wait see how many are before them", async () => {
      await next.finds("You are next in line.");
      await loser.finds("One is in line before you.");
      await assertLooks(loser.page, "waiting", folder);
      await tryDrawLanguages(loser.page, folder);
    });
    await checks.that("who is not offered a place gets no order", async () => {
      const asked = await loser.page.request.post(`${loser.page.url()}/order`, { data: {} });
      assert.deepEqual([asked.status(), (await asked.json()).code], [409, "NOT_OFFERED"]);
    });
    await checks.that("the winner's page accepts the place by itself", async () => {
      await winner.finds("A place is offered to you");
      assert.equal((await readDraw(connection, place)).kept, 0);
      await winner.confirm();
      await winner.finds("This page has accepted it for you");
      assert.equal((await readDraw(connection, place)).kept, 1);
      await assertLooks(winner.page, "kept", folder);
    });
    await checks.that("the link alone shows the same on another phone, which cannot buy", async () => {
      const there = await loser.phone.newPage();
      await there.goto(winner.entry);
      await there.getByRole("heading", { name: "You are 1st of 3" }).waitFor();
      await there.getByText("You entered with another phone.").waitFor();
      assert.equal(await there.getByRole("button", { name: "Buy it now" }).count(), 0);
      await there.close();
      await winner.reopen();
      await winner.reads("You are 1st of 3");
      await winner.finds("This page has accepted it for you");
    });
    await checks.that("the winner buys, and has the pass", async () => {
      await winner.buy();
      assert.equal((await rightsOf(night, attester.tagOf(winner.number))).length, 1);
    });
    await checks.that("the place that the winner returns goes to the next in line, who buys it", async () => {
      await giveBack(winner, await night.ahead());
      await doorkey("advance", "--class", DRAWN, "--as", "agent");
      await next.page.reload();
      await next.finds("A place is offered to you");
      await assertLooks(next.page, "offered", folder);
      await next.confirm();
      await next.finds("This page has accepted it for you");
      await next.buy();
      assert.equal((await rightsOf(night, attester.tagOf(next.number))).length, 1);
    });
    await checks.that("the last one is next in line, and who returned a ticket is not", async () => {
      await loser.page.reload();
      await loser.reads("You are 3rd of 3");
      await loser.finds("You are next in line.");
      await winner.reopen();
      await winner.reads("You had your place");
      await assertLooks(winner.page, "taken", folder);
    });
    for (const { phone } of fans.splice(0)) await phone.close();
    await server.stop();
    const later = { rpc: RPC, env, cwd, site, beaconUrl, pictures: folder };
    await tryKeyDraw({ ...trial, folder: own }, later);
    await tryParties({ ...trial, folder: own }, later);
  } finally {
    for (const { phone } of fans) await phone.close();
    await server.stop();
    await beacon.stop();
    await attester.stop();
    await chain.stop();
  }
}

/** Gives the ticket on the phone back. The phone's clock agrees with the chain's, which was moved. */
async function giveBack({ page }: Fan, ahead: number): Promise<void> {
  await page.addInitScript((milliseconds) => {
    const now = Date.now;
    Date.now = () => now() + milliseconds;
  }, ahead * 1_000);
  await page.reload();
  await page.getByText("Change something").click();
  await page.getByRole("button", { name: "Give the ticket back" }).click();
  await page.getByRole("button", { name: "Yes, give it back" }).click();
  await page.getByRole("heading", { name: "You gave this ticket back" }).waitFor();
}

/** The rights that a person has. */
async function rightsOf({ connection, eventId }: DrawnNight, tag: Hex): Promise<readonly bigint[]> {
  const rights = await connection.contracts.rights.rightsOfPerson(eventId, tag);
  return rights.filter((right) => right !== 0n);
}
