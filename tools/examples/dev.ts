import assert from "node:assert/strict";
import { checkSeller, connect, readEvent } from "doorkey";
import { ROOT } from "../support/shell.ts";
import { freePort } from "./chain.ts";
import type { Trial } from "./Trial.ts";

/** `npm run dev` with all of its services: its links work, and the chain agrees with them. */
export async function tryDev({ checks, processes }: Pick<Trial, "checks" | "processes">): Promise<void> {
  const [port, relay, shop, beacon] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const ports = ["--port", port, "--relay-port", relay, "--shop-port", shop, "--beacon-port", beacon].map(String);
  const dev = await checks.that("npm run dev starts chain, relay, event and shop", () =>
    processes.stay("npm", ["run", "dev", "--", ...ports], /Ctrl-C stops/, { cwd: ROOT }),
  );
  try {
    const connection = await connect({ rpc: `http://127.0.0.1:${port}` });
    const link = (what: string): string => new RegExp(`^ *${what} +(http\\S+)`, "m").exec(dev.output())?.[1] ?? "";
    await checks.that("a fan's links lead to the sample event and to a paid order", async () => {
      const { name } = await readEvent(connection, { eventId: 1 });
      assert.ok((await (await fetch(link("a fan buys"))).text()).includes(name));
      const ticket = await fetch(link("a paid order"));
      assert.equal(ticket.status, 200);
      const invited = await fetch(link("a paid order").replace(/\/tickets\/(.*)$/, "/orders/$1/invitation"), {
        method: "POST",
      });
      assert.equal((await invited.json()).quantity, 2);
    });
    await checks.that("the chain confirms that the shop sells for the organizer, and has its gates", async () => {
      const { status } = await checkSeller(connection, { eventId: 1, url: link("a fan buys") });
      assert.equal(status, "designated");
      assert.match(dev.output(), /^ *a steward +npx doorkey admit --event 1 --as gate$/m);
    });
  } finally {
    await dev.stop();
  }
  await checks.that("its end leaves no shop behind", async () => {
    await assert.rejects(fetch(`http://localhost:${shop}`));
  });
}
