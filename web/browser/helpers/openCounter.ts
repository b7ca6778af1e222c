/** A box office and the fans before it: chain, relay, office and page are real. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDeviceKey, type DeviceKey, memoryKeys, readInvitation, sellerClient, signClaim } from "doorkey/buyer";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { hashOfKey, newShopKey } from "../../../office/src/index.ts";
import { walletOf } from "../../../test-support/src/keys.ts";
import { startServedChain } from "../../../test-support/src/servedChain.ts";
import { openShow } from "../../../test-support/src/show.ts";
import { buildBoxOffice } from "../../scripts/pages.ts";
import { Program } from "./Program.ts";
import { SPONSOR_KEY, startRelay } from "./startRelay.ts";

const OFFICE = fileURLToPath(new URL("./runOffice.ts", import.meta.url));
/** Whose key the office signs with, see runOffice.ts. */
const AGENT = "agent of the counter";

export const WALLET = "https://wallet.hall.example";

export type Counter = Awaited<ReturnType<typeof openCounter>>;

/** Opens an office with one event: a class without seats, one of nine seats, and one of three places. */
export async function openCounter() {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-counter-"));
  const page = join(folder, "page");
  await buildBoxOffice({ into: page });
  const node = await startServedChain();
  const agent = walletOf(AGENT).connect(node.provider);
  await node.fund(agent.address);
  const show = await openShow(node, {
    classes: { standing: { supply: 5_000 }, seated: { seats: ["A-{1..3}-{1..3}"] }, small: { supply: 3 } },
    policy: { maxRebinds: 2, minPublicBps: 0 },
    wallet: WALLET,
    keys: { agent },
  });
  const document = join(folder, "event.json");
  await writeFile(document, show.text);
  const relay = await startRelay(node, { folder, organizers: [show.organizerId] });
  const config = {
    version: 1,
    agent: show.agentId,
    chain: { rpc: [node.url] },
    relay: { url: relay.url, keyFrom: "RELAY_KEY" },
    server: { port: 0, operatorPort: 0, url: "https://tickets.shop.example/door" },
    data: join(folder, "data"),
    keys: { agent: "unused.json" },
    events: [{ id: show.eventId, document }],
    shops: [{ id: "web", keyHash: hashOfKey(newShopKey("web")) }],
  };
  const file = join(folder, "office.yaml");
  let running: Program;
  let office: { readonly url: string; readonly operatorUrl: string; readonly operatorToken: string };
  const start = async (port = 0) => {
    await writeFile(file, JSON.stringify({ ...config, server: { ...config.server, port } }));
    running = new Program(OFFICE, [file, page], { RELAY_KEY: SPONSOR_KEY });
    office = (await running.says({ msg: "started" })) as typeof office;
  };
  await start();

  const inviteLink = async (name: string, role: "clerk" | "manager"): Promise<string> => {
    const answer = await fetch(`${office.operatorUrl}/operator/staff-invitations`, {
      method: "POST",
      headers: { authorization: `Bearer ${office.operatorToken}`, "content-type": "application/json" },
      body: JSON.stringify({ name, role }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()).url;
  };

  return {
    node,
    show,
    url: () => office.url,
    inviteLink,
    /** A browser of its own in which a person is signed in. */
    signIn: async (browser: Browser, name: string, role: "clerk" | "manager", options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ locale: "en", ...options });
      const tab: Page = await context.newPage();
      await tab.goto(await inviteLink(name, role));
      await tab.locator("header.bar").waitFor();
      return tab;
    },
    /** A phone that answers an invitation as a wallet does. Returns its key and its pass. */
    claim: async (link: string) => {
      const key: DeviceKey = await createDeviceKey({ event: show.event, kind: "p256", store: memoryKeys() });
      const { invitation } = readInvitation(link);
      const local = sellerClient(office.url.replace("127.0.0.1", "localhost"));
      return { key, pass: await local.claim(await signClaim(key, invitation)) };
    },
    /** Ends the office as a power cut does. */
    kill: () => running.end("SIGKILL"),
    /** Starts it again at the same address. */
    restart: () => start(Number(new URL(office.url).port)),
    close: async () => {
      await running.end();
      await relay.program.end();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
