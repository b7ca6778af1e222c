import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "doorkey";
import type { Pass } from "doorkey/buyer";
import { Wallet } from "ethers";
import type { Page } from "playwright-core";
import { ROOT } from "../support/shell.ts";
import { codeOnScreen, waitForCode } from "./buyer.ts";
import type { Evening } from "./Evening.ts";
import { until } from "./environment.ts";
import type { Trial } from "./Trial.ts";

type Tickets = { readonly page: Page; readonly pass: Pass; readonly seated: Page };

/** Scans the codes on the screens of the phones, at the door. */
export async function tryGate(
  { checks, processes, folder, chain }: Trial,
  { doorsOpenAt, eventId, gateKey, gate }: Evening,
  { page, pass, seated }: Tickets,
): Promise<void> {
  const env = { ...chain.env, GATE_KEY: gateKey, EVENT_ID: String(eventId) };
  const scan = (...lines: string[]) =>
    processes.run("npm", ["start", "--silent"], { cwd: gate, env, input: `${lines.join("\n")}\n` });

  await checks.that(
    "a key that is not a gate of the event learns so before doors, with the command to run",
    async () => {
      const { privateKey, address } = Wallet.createRandom();
      const other = processes.run("npm", ["start", "--silent"], { cwd: gate, env: { ...env, GATE_KEY: privateKey } });
      await assert.rejects(
        other,
        new RegExp(`${address} is not a gate of event ${eventId}\\.[^]*gates set ${address}`),
      );
    },
  );
  await checks.that("the gate admits the code on the screen once, and settles it on chain", async () => {
    await until(doorsOpenAt + 2);
    const { code, picture } = await codeOnScreen(page);
    await writeFile(join(folder, "at-the-door.png"), picture);
    const said = await scan(code, code, "no code at all");
    const [, first, again, junk, settled] = said.split("\n");
    assert.match(first ?? "", /^✓/, said);
    assert.match(again ?? "", /^\? Same ticket/, said);
    assert.match(junk ?? "", /^·/, said);
    assert.equal(settled, `  on chain: ${pass.rightId} admitted`, said);
  });
  await checks.that(
    "the chain has both rights as admitted, and a restarted gate does not admit them again",
    async () => {
      const { contracts } = await connect({ rpc: chain.env.RPC ?? "" });
      for (const right of [BigInt(pass.rightId), BigInt(pass.rightId) + 1n]) {
        assert.equal((await contracts.rights.rightOf(right)).status, ADMITTED);
      }
      const said = await scan((await codeOnScreen(page)).code);
      assert.match(said, /^(\? Same ticket|✗ Already in)/m);
    },
  );
  await checks.that("npx doorkey admit admits the code on a screenshot", async () => {
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
