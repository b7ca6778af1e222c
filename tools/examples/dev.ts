import assert from "node:assert/strict";
import { checkSeller, connect, readEvent } from "doorkey";
import { ROOT } from "../support/shell.ts";
import { devPorts } from "./chain.ts";
import type { Trial } from "./Trial.ts";

/** `npm run dev` with all of its services: its links work, and the chain agrees with them. */
export async function tryDev({ checks, processes }: Pick<Trial, "checks" | "processes">): Promise<void> {
  const port = await devPorts();
  const ports = [...port].flatMap(([name, number]) => [`--${name}`, String(number)]);
  const dev = await checks.that("npm run dev starts chain, relay, event, shop, office and hub", () =>
    processes.stay("npm", ["run", "dev", "--", ...ports], /Ctrl-C stops/, { cwd: ROOT }),
  );
  try {
    const connection = await connect({ rpc: `http://127.0.0.1:${port.get("port")}` });
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
    await checks.that(
      "the box office and the wallet are served, and a shop's call invites a phone to the wallet",
      async () => {
        assert.match(await (await fetch(link("a clerk sells"))).text(), /<script/);
        assert.match(await (await fetch(link("the wallet"))).text(), /<script/);
        const [, command = ""] = /^ *any language +(.*)$/m.exec(dev.output()) ?? [];
        const sold = JSON.parse(await processes.run("bash", ["-c", command], { cwd: ROOT }));
        assert.equal(sold.state, "waiting");
        assert.ok(sold.link.startsWith(`${link("the wallet")}/#doorkey=`), sold.link);
      },
    );
  } finally {
    await dev.stop();
  }
  await checks.that("its end leaves no shop behind", async () => {
    await assert.rejects(fetch(`http://localhost:${port.get("shop-port")}`));
  });
}
