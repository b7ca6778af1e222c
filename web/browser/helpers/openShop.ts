/** A shop that sells for a wallet: the real office of an agent. */
import { writeFile } from "node:fs/promises";
import { pino } from "pino";
import type { Browser, Page } from "playwright-core";
import { hashOfKey, newShopKey, type Office, parseConfig, startOffice } from "../../../office/src/index.ts";
import type { ShowWithGates } from "../../../test-support/src/show.ts";
import { inviteLink, signInAt } from "./signInAt.ts";
import { SPONSOR_KEY } from "./startRelay.ts";

/** A shop with an event of its own. */
export type Shop = {
  readonly show: ShowWithGates;
  /** Where its seller's routes are. */
  readonly url: string;
  /** Sells places, of the class `standing` by default, and returns the link for the buyer's wallet. */
  readonly sell: (
    quantity: number,
    options?: { readonly order?: string; readonly className?: string },
  ) => Promise<string>;
  /** Signs a person in at the box office, in a browser of its own. */
  readonly signIn: (browser: Browser, name: string, role: "clerk" | "manager") => Promise<Page>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Opening = {
  readonly folder: string;
  readonly show: ShowWithGates;
  readonly port: number;
  readonly rpc: string;
  readonly relay: string;
  /** The folder of the clerks' page. Without one the office has none. */
  readonly boxOffice?: string;
};

/** Starts the office of a show's agent. Its relay pays for what it grants. */
export async function openShop({ folder, show, port, rpc, relay, boxOffice }: Opening): Promise<Shop> {
  const url = `http://localhost:${port}`;
  const key = newShopKey("tests");
  const document = `${folder}-event.json`;
  await writeFile(document, show.text);
  const text = JSON.stringify({
    version: 1,
    agent: show.agentId,
    chain: { rpc: [rpc] },
    relay: { url: relay, keyFrom: "RELAY_KEY" },
    server: { port, operatorPort: 0, url },
    sites: [`localhost:${port}`, "localhost:1"],
    data: folder,
    keys: { agent: "unused.json" },
    events: [{ id: show.eventId, document }],
    shops: [{ id: "tests", keyHash: hashOfKey(key) }],
  });
  const config = parseConfig(text, `${folder}.yaml`, { RELAY_KEY: SPONSOR_KEY });
  let office: Office | undefined;
  const start = async () => {
    office = await startOffice({
      ...{
        config,
        version: "0.0.0-test",
        pages: { ...(boxOffice !== undefined && { boxOffice }) },
        logger: pino({ enabled: false }),
      },
      keys: { agent: show.agent.signer, persons: undefined },
      pace: { chainMs: 200, gatherMs: 10 },
    });
  };
  await start();
  let orders = 0;
  return {
    show,
    url,
    start,
    signIn: async (browser, name, role) => {
      if (office === undefined) throw new Error("the shop is closed");
      return signInAt(browser, await inviteLink(office, name, role));
    },
    stop: async () => {
      await office?.stop();
      office = undefined;
    },
    sell: async (quantity, { order = `order ${++orders}`, className = "standing" } = {}) => {
      const answer = await fetch(`${url}/purchases`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ order, eventId: show.eventId, className, quantity }),
      });
      const purchase = await answer.json();
      if (!answer.ok) throw new Error(`the shop did not sell: ${purchase.code}`);
      return purchase.link;
    },
  };
}
