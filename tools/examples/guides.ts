/** The two guides of docs/, followed step by step as a newcomer does. */
import assert from "node:assert/strict";
import { readdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { connect } from "doorkey";
import { checkCode } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { ROOT } from "../support/shell.ts";
import { openPhone } from "./browser.ts";
import { codeOnScreen } from "./buyer.ts";
import { freePort } from "./chain.ts";
import { Guide } from "./guide.ts";
import type { Trial } from "./Trial.ts";

/** docs/ten-minutes.md: from an empty folder to a right that was sold. */
export async function tryTenMinutes({ checks, processes, folder: parent, tarball, payer }: Omit<Trial, "chain">) {
  const [node, shop, relay, beacon] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const guide = await Guide.open(processes, "docs/ten-minutes.md", {
    payer,
    folder: join(parent, "shop"),
    instead: new Map([
      ...servers(node, relay, beacon),
      ["8545", String(node)],
      ["8080", String(shop)],
      ["../doorkey/doorkey-0.1.0.tgz", tarball],
    ]),
  });
  const phone = await openPhone(parent, "newcomer");
  const start = performance.now();
  try {
    await checks.that("docs/ten-minutes.md leads from an empty folder to an open shop", () =>
      guide.read({ upTo: "after-sale" }),
    );
    await checks.that("its page sells the first right", async () => {
      const page = await phone.newPage();
      await page.goto(`http://localhost:${shop}`);
      await page.getByRole("button").click();
      await page.locator("svg").waitFor();
      console.log(
        `  ${((performance.now() - start) / 1000).toFixed(1)} s from the empty folder to the first sold right`,
      );
      const sold = await codeOnScreen(page);
      await page.reload();
      await page.locator("svg").waitFor();
      // Doors open in 2030. All other parts of a gate's decision are tested today.
      const manifest = await loadManifest(await connect({ rpc: `http://127.0.0.1:${node}` }), { eventId: 1 });
      const verdict = checkCode(sold.code, {
        manifest: { ...manifest, doorsOpenAt: 0 },
        admitted: new Map(),
        now: Date.now() / 1000,
        lane: 1,
      });
      assert.equal(verdict.status, "admit");
      assert.equal("rights" in verdict && verdict.rights.length, 2);
    });
    await checks.that("another browser learns that the order is taken", async () => {
      const other = await openPhone(parent, "late newcomer");
      const page = await other.newPage();
      await page.goto(`http://localhost:${shop}`);
      await page.getByRole("button").click();
      await page.getByText("Another device has claimed this order.").waitFor();
      await other.close();
    });
    await checks.that("its last script prints what was sold", async () => {
      assert.match(await guide.read(), /^Lanterns, One Night, standing: 2 of 500 sold$/m);
    });
  } finally {
    await phone.close();
    await guide.close();
  }
}

/** Replacements for the chain, the relay and the beacon of a guide, on free ports. */
function servers(node: number, relay: number, beacon: number): ReadonlyMap<string, string> {
  return new Map([
    ["npm run node", `npm run node -- --port ${node}`],
    ["npm run dev -- --empty", `npm run dev -- --empty --port ${node} --relay-port ${relay} --beacon-port ${beacon}`],
    ["8787", String(relay)],
  ]);
}

/** docs/first-event.md: the organizer's side, by commands. */
export async function tryFirstEvent({ checks, processes, folder: parent, payer }: Omit<Trial, "chain" | "tarball">) {
  const [node, relay, beacon] = [await freePort(), await freePort(), await freePort()];
  const folder = join(parent, "organizer");
  const guide = await Guide.open(processes, "docs/first-event.md", {
    payer,
    folder,
    instead: servers(node, relay, beacon),
    env: { DOORKEY_RPC: `http://127.0.0.1:${node}`, DOORKEY_PASSWORD: "a password for trying out" },
  });
  // In this folder npx finds the repository's programs, and the guide writes no files among the developer's own.
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  try {
    await checks.that("docs/first-event.md leads from a key to a report", () => guide.read());
    await checks.that("git ignores every file that the guide makes", async () => {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      const made = found.filter((one) => one.isFile()).map((one) => relative(folder, join(one.parentPath, one.name)));
      const ignored = await processes.run("git", ["check-ignore", "--no-index", "--stdin"], {
        cwd: ROOT,
        input: made.join("\n"),
      });
      const missed = made.filter((path) => !ignored.split("\n").includes(path));
      assert.deepEqual(missed, []);
    });
  } finally {
    await guide.close();
  }
}
