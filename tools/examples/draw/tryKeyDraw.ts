/** A draw by key: a phone enters for two, needs no document, and buys both places. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDraw } from "doorkey/ballot";
import { ROOT } from "../../support/shell.ts";
import { openPhone } from "../browser.ts";
import { passOf } from "../buyer.ts";
import { assertLooks } from "../screenshots.ts";
import type { Trial } from "../Trial.ts";
import { DRAWN, openDrawnNight, settingsOf } from "./drawnNight.ts";
import { Fan } from "./Fan.ts";

/** Where a later draw takes place. */
export type Later = {
  readonly rpc: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the ticket site. */
  readonly cwd: string;
  readonly site: string;
  readonly beaconUrl: string;
  readonly pictures: string;
};

export async function tryKeyDraw(
  { checks, processes, folder }: Pick<Trial, "checks" | "processes" | "folder">,
  { rpc, env: before, cwd, site, beaconUrl, pictures }: Later,
): Promise<void> {
  const night = await openDrawnNight(rpc, folder, { site, by: "key" });
  const { eventId, connection } = night;
  const place = { eventId, className: DRAWN };
  const data = join(folder, "by-key");
  await mkdir(data);
  const env = { ...before, ...settingsOf(night), IDENTITY_CHECK: "", DATA: data };
  const server = await processes.stay("npm", ["start", "--silent"], /on http:/, { cwd, env });
  const phone = await openPhone(folder, "by key");
  const doorkey = (...args: string[]) =>
    processes.run("npx", ["doorkey", "draw", ...args, "--event", String(eventId), "--rpc", rpc], { cwd: ROOT });
  try {
    const fan = new Fan(phone, await phone.newPage(), "");
    await checks.that("a phone enters a draw by key for two", async () => {
      await fan.page.goto(`${site}/draws/1`);
      await fan.page.getByLabel("How many people?").selectOption("2");
      await fan.press("Enter the draw");
      await fan.reads("You have entered");
      fan.entry = fan.page.url();
      await fan.finds("2 people");
    });
    await checks.that("its key is listed, drawn and offered two places, which it buys", async () => {
      const csv = await processes.run("npm", ["run", "--silent", "entries", "--", DRAWN], { cwd, env });
      assert.match(csv, /^order,class,holder,party\nF-[0-9A-F]{10},standing,0x[0-9a-fA-F]{40},2\n$/);
      await writeFile(join(data, "entries.csv"), csv);
      await doorkey("list", join(data, "entries.csv"), "--as", "organizer");
      const { roundAt } = await readDraw(connection, place);
      await night.travelTo(roundAt + 1);
      await doorkey("prove", "--class", DRAWN, "--url", beaconUrl, "--as", "agent");
      await doorkey("settle", "--class", DRAWN, "--as", "agent");
      await fan.reopen();
      await fan.reads("You are 1st of 1");
      await fan.finds("After that time, the place goes to the next in line.");
      await assertLooks(fan.page, "offered-by-key", pictures);
      await fan.buy();
      const { pass } = await passOf(fan.page);
      assert.equal(pass.count, 2);
      await fan.reopen();
      await fan.reads("You had your place");
    });
  } finally {
    await phone.close();
    await server.stop();
  }
}
