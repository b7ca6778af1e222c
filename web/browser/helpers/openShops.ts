/** A wallet's page and shops that sell for it: chain, relay and seller's servers are real. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { hashOfKey, newShopKey, type Office, parseConfig, startOffice } from "../../../office/src/index.ts";
import { documentAt } from "../../../test-support/src/eventDocument.ts";
import { walletOf } from "../../../test-support/src/keys.ts";
import { startServedChain } from "../../../test-support/src/servedChain.ts";
import { openShow, type ShowWithGates } from "../../../test-support/src/show.ts";
import { withLocalSellers } from "../../scripts/localSellers.ts";
import { buildWallet } from "../../scripts/pages.ts";
import type { Headers } from "../../scripts/securityHeaders.ts";
import { originOf, servePage } from "../../scripts/servePage.ts";
import { SPONSOR_KEY, startRelay } from "./startRelay.ts";

/** A shop with an event of its own. */
export type Shop = {
  readonly show: ShowWithGates;
  /** Where its seller's routes are. */
  readonly url: string;
  /** Sells, and returns the link for the buyer's wallet. */
  readonly sell: (quantity: number, order?: string) => Promise<string>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type Shops = Awaited<ReturnType<typeof openShops>>;

/** Opens a wallet's page and so many shops. Their relay pays for what they grant. */
export async function openShops({ shops: count = 1 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-shops-"));
  await buildWallet({ into: join(folder, "wallet") });
  const walletPort = await freePort();
  /** Milliseconds that the wallet's server is ahead of this machine. */
  let ahead = 0;
  const headers = (of: Headers): Headers => ({
    ...withLocalSellers(of),
    date: new Date(Date.now() + ahead).toUTCString(),
  });
  const open = () => servePage(join(folder, "wallet"), { port: walletPort, headers });
  let wallet = await open();
  const origin = originOf(wallet);
  const node = await startServedChain();
  const shows: { readonly show: ShowWithGates; readonly port: number }[] = [];
  for (let i = 0; i < count; i++) {
    const port = await freePort();
    const agent = walletOf(`agent of shop ${i}`).connect(node.provider);
    await node.fund(agent.address);
    const event = JSON.parse(
      documentAt(await node.clock.now(), {
        name: i === 0 ? "A night to remember" : `Night ${i + 1}`,
        classes: { standing: { supply: 1_000 }, vip: { supply: 10 } },
        policy: { maxRebinds: 2, minPublicBps: 0 },
      }),
    );
    event.doorkey.wallet = origin;
    const show = await openShow(node, {
      document: JSON.stringify(event),
      agentUri: `http://localhost:${port}`,
      keys: { agent },
      gates: true,
    });
    shows.push({ show, port });
  }
  const organizers = shows.map(({ show }) => show.organizerId);
  const relay = await startRelay(node, { folder, organizers });
  const shops: Shop[] = [];
  for (const [i, { show, port }] of shows.entries()) {
    shops.push(await openShop({ folder: join(folder, `shop-${i}`), show, port, rpc: node.url, relay: relay.url }));
  }
  const close = () => {
    wallet.closeAllConnections();
    wallet.close();
  };
  return {
    node,
    folder,
    origin,
    shops: shops as readonly Shop[],
    /**
     * Gives the wallet's server the time of the chain, and returns it in seconds. Each block of a test takes the chain's
     * clock on, and a code must be younger than the move of its right.
     */
    takeChainTime: async () => {
      const now = await node.clock.now();
      ahead = 1_000 * now - Date.now();
      return now;
    },
    /** Takes the wallet's own server away, and brings it back at the same address. */
    stopWallet: close,
    startWallet: async () => {
      wallet = await open();
    },
    close: async () => {
      close();
      for (const shop of shops) await shop.stop();
      await relay.program.end();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Opening = {
  readonly folder: string;
  readonly show: ShowWithGates;
  readonly port: number;
  readonly rpc: string;
  readonly relay: string;
};

async function openShop({ folder, show, port, rpc, relay }: Opening): Promise<Shop> {
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
      ...{ config, version: "0.0.0-test", pages: {}, logger: pino({ enabled: false }) },
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
    stop: async () => {
      await office?.stop();
      office = undefined;
    },
    sell: async (quantity, order = `order ${++orders}`) => {
      const answer = await fetch(`${url}/purchases`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ order, eventId: show.eventId, className: "standing", quantity }),
      });
      const purchase = await answer.json();
      if (!answer.ok) throw new Error(`the shop did not sell: ${JSON.stringify(purchase)}`);
      return purchase.link;
    },
  };
}

/** A port that no program uses now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : 0;
}
