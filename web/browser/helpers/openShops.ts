/** A wallet's page and shops that sell for it: chain, relay and seller's servers are real. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentAt } from "../../../test-support/src/eventDocument.ts";
import { walletOf } from "../../../test-support/src/keys.ts";
import { startServedChain } from "../../../test-support/src/servedChain.ts";
import { openShow, type ShowWithGates } from "../../../test-support/src/show.ts";
import { withLocalSellers } from "../../scripts/localSellers.ts";
import { buildBoxOffice, buildWallet } from "../../scripts/pages.ts";
import type { Headers } from "../../scripts/securityHeaders.ts";
import { originOf, servePage } from "../../scripts/servePage.ts";
import { freePort } from "./freePort.ts";
import { openShop, type Shop } from "./openShop.ts";
import { startRelay } from "./startRelay.ts";

export type Shops = Awaited<ReturnType<typeof openShops>>;

/** Opens a wallet's page and so many shops, each with its box office. Their relay pays for what they grant. */
export async function openShops({ shops: count = 1, standing = 1_000, returnable }: openShops.Options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-shops-"));
  await buildWallet({ into: join(folder, "wallet") });
  const boxOffice = join(folder, "box-office");
  await buildBoxOffice({ into: boxOffice });
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
    const now = await node.clock.now();
    const event = JSON.parse(
      documentAt(now, {
        name: i === 0 ? "A night to remember" : `Night ${i + 1}`,
        classes: { standing: { supply: standing }, vip: { supply: 10 } },
        ...(returnable !== undefined && { schedule: { returnUntil: now + returnable } }),
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
    const at = { folder: join(folder, `shop-${i}`), rpc: node.url, relay: relay.url };
    shops.push(await openShop({ ...at, show, port, boxOffice }));
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

export declare namespace openShops {
  type Options = {
    readonly shops?: number;
    /** Places of the class `standing` of each event. */
    readonly standing?: number;
    /** Seconds from now on in which tickets can be given back. Defaults to four weeks. */
    readonly returnable?: number;
  };
}
