/** Friends enter a draw as a party, and the organizer lists a stranger as their companion. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DeviceKey, signClaim } from "doorkey/buyer";
import type { EntryNow } from "../../../examples/ticket-site/src/draw/entryNow.ts";
import { ROOT } from "../../support/shell.ts";
import { freePort } from "../chain.ts";
import type { Trial } from "../Trial.ts";
import { serveAttester } from "./attesterPage.ts";
import { DRAWN, openDrawnNight, settingsOf } from "./drawnNight.ts";
import { invitationTo, keyFor } from "./entering.ts";
import type { Later } from "./tryKeyDraw.ts";

export async function tryParties(
  { checks, processes, folder }: Pick<Trial, "checks" | "processes" | "folder">,
  { rpc, env: before, cwd, site }: Later,
): Promise<void> {
  const night = await openDrawnNight(rpc, folder, { site, by: "person" });
  const attester = await serveAttester(night.connection, { ...night, port: await freePort() });
  const data = join(folder, "parties");
  await mkdir(data);
  const env = { ...before, ...settingsOf(night), DATA: data };
  const server = await processes.stay("npm", ["start", "--silent"], /on http:/, { cwd, env });
  const post = async (path: string, body: unknown = {}) => {
    const answer = await fetch(`${site}${path}`, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  const enter = async (number: string, key: DeviceKey, party?: string) => {
    const claim = await signClaim(key, invitationTo(night));
    const evidence = await attester.vouch(number, key.address, night.agentId);
    return post("/entries", { claim, evidence, party });
  };
  const now = async (id: string): Promise<EntryNow> => (await post(`/entries/${id}/now`)).body;
  try {
    const keys = await Promise.all(Array.from({ length: 6 }, () => keyFor(night)));
    const [leaderKey, friendKey, strangerKey, ...others] = keys as [DeviceKey, DeviceKey, DeviceKey, ...DeviceKey[]];
    const { id: leader } = (await enter("leader", leaderKey)).body;
    const { joinable: party } = await now(leader);
    const { id: friend } = (await enter("friend", friendKey, party)).body;
    const { id: stranger } = (await enter("stranger", strangerKey)).body;
    await checks.that("a friend joins a party by its link, and a fifth person does not", async () => {
      assert.deepEqual([(await now(leader)).size, (await now(friend)).size, (await now(stranger)).size], [2, 2, 1]);
      const joined = [];
      for (const [i, key] of others.entries()) joined.push((await enter(`friend ${i}`, key, party)).status);
      assert.deepEqual(joined, [200, 200, 409]);
      assert.equal((await enter("friend", friendKey, "F-0000000000")).body.code, "PARTY_OVER");
    });
    await checks.that("a stranger who is listed as a companion appeals, and comes alone", async () => {
      const csv = await processes.run("npm", ["run", "--silent", "entries", "--", DRAWN], { cwd, env });
      const rows = csv.split("\n").filter((row) => !row.includes(attester.tagOf("friend 0")));
      const isStranger = (row: string) => row.includes(attester.tagOf("stranger"));
      const file = join(data, "entries.csv");
      await writeFile(file, rows.map((row) => (isStranger(row) ? `${row}${party}` : row)).join("\n"));
      const event = String(night.eventId);
      const list = ["doorkey", "draw", "list", file, "--event", event, "--rpc", rpc, "--as", "organizer"];
      await processes.run("npx", list, { cwd: ROOT });
      assert.equal((await now(stranger)).step, "listed");
      await night.travelTo(night.listUntil);
      const steps = async () => [(await now(leader)).step, (await now(friend)).step, (await now(stranger)).step];
      assert.deepEqual(await steps(), ["listed", "listed", "companion"]);
      await enter("stranger", strangerKey);
      assert.equal((await post(`/entries/${stranger}/appeal`)).status, 200);
      assert.deepEqual(await steps(), ["listed", "listed", "listed"]);
      assert.equal((await now(stranger)).size, 1);
    });
  } finally {
    await server.stop();
    await attester.stop();
  }
}
