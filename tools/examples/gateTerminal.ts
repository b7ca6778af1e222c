import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "doorkey";
import type { Pass } from "doorkey/buyer";
import type { Page } from "playwright-core";
import { ROOT } from "../support/shell.ts";
import { codeOnScreen, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { until } from "./environment.ts";
import type { Trial } from "./Trial.ts";

type Tickets = { readonly page: Page; readonly pass: Pass; readonly seated: Page };

/** What is on the phones' screens, at the door. */
export async function tryGate(
  { checks, processes, folder, chain }: Trial,
  { doorsOpenAt, eventId, gateKey, gate }: Evening,
  { page, pass, seated }: Tickets,
): Promise<void> {
  const env = { ...chain.env, GATE_KEY: gateKey, EVENT_ID: String(eventId) };
  const scan = (...lines: string[]) =>
    processes.run("npm", ["start", "--silent"], { cwd: gate, env, input: `${lines.join("\n")}\n` });

  await checks.that("the gate lets the code on the screen in once, and settles it on chain", async () => {
    await until(doorsOpenAt + 2);
    const { code, picture } = await codeOnScreen(page);
    await writeFile(join(folder, "at-the-door.png"), picture);
    const said = await scan(code, code, "no code at all");
    const [, first, again, junk, settled] = said.split("\n");
    assert.match(first ?? "", /^✓/, said);
    assert.match(again ?? "", /^·/, said);
    assert.match(junk ?? "", /^✗/, said);
    assert.equal(settled, `  on chain: ${pass.rightId} admitted`, said);
  });
  await checks.that("the chain has both as admitted, and a restarted gate does not let them in again", async () => {
    const { contracts } = await connect({ rpc: chain.env.RPC ?? "" });
    for (const right of [BigInt(pass.rightId), BigInt(pass.rightId) + 1n]) {
      assert.equal((await contracts.rights.rightOf(right)).status, ADMITTED);
    }
    const said = await scan((await codeOnScreen(page)).code);
    assert.match(said, /^✗ Already in/m);
  });
  await checks.that("npx doorkey admit lets in who is on a screenshot", async () => {
    const picture = join(folder, "seats-at-the-door.png");
    await seated.bringToFront();
    await waitForCode(seated);
    await writeFile(picture, (await codeOnScreen(seated)).picture);
    const said = await processes.run(
      "npx",
      ["doorkey", "admit", "--event", String(eventId), "--as", "gate", "--image", picture].concat([
        "--rpc",
        chain.env.RPC ?? "",
        "--journal",
        join(folder, "desk.jsonl"),
      ]),
      { cwd: ROOT },
    );
    assert.match(said, /1 scan: 2 let in, 0 stopped/);
    assert.match(said, /Admitted on chain: 2 rights\. Still waiting: 0 admissions/);
  });
}

const ADMITTED = 2n;
