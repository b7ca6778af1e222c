/** A box office and the fans before it: chain, relay, office and page are real. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setAttester } from "doorkey/attester";
import { createDeviceKey, type DeviceKey, memoryKeys, readInvitation, sellerClient, signClaim } from "doorkey/buyer";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { hashOfKey, newShopKey, type Office } from "../../../office/src/index.ts";
import { walletOf } from "../../../test-support/src/keys.ts";
import { startServedChain } from "../../../test-support/src/servedChain.ts";
import { openShow } from "../../../test-support/src/show.ts";
import { buildBoxOffice } from "../../scripts/pages.ts";
import { AGENT, ATTESTER } from "./officeKeys.ts";
import { Program } from "./Program.ts";
import { inviteLink, signInAt } from "./signInAt.ts";
import { SPONSOR_KEY, startRelay } from "./startRelay.ts";

const OFFICE = fileURLToPath(new URL("./runOffice.ts", import.meta.url));

export const WALLET = "https://wallet.hall.example";

export type Counter = Awaited<ReturnType<typeof openCounter>>;

const HALL = { standing: { supply: 5_000 }, seated: { seats: ["A-{1..3}-{1..3}"] }, small: { supply: 3 } };
const HALL_OF_PERSONS = { standing: { supply: 100, named: true }, crew: { supply: 10, named: true, reserved: true } };

/**
 * Opens an office with one event: a class without seats, one of nine seats, and one of three places.
 *
 * @param options.persons Whether the event counts persons, one ticket each: in its class `standing`, and in the
 * reserved class `crew` once a right has a name. The office then has the keys of an attester.
 */
export async function openCounter({ persons = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "doorkey-counter-"));
  const page = join(folder, "page");
  await buildBoxOffice({ into: page });
  const node = await startServedChain();
  const agent = walletOf(AGENT).connect(node.provider);
  await node.fund(agent.address);
  const show = await openShow(node, {
    classes: persons ? HALL_OF_PERSONS : HALL,
    policy: {
      ...{ maxRebinds: 2, minPublicBps: 0 },
      ...(persons && { identityVerifier: "attester", maxPerPerson: 1 }),
    },
    wallet: WALLET,
    keys: { agent },
  });
  if (persons) {
    const { address } = walletOf(ATTESTER);
    await setAttester(show.organizer, {
      scopeEventId: show.eventId,
      attester: address as `0x${string}`,
      trusted: true,
    });
  }
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
    ...(persons && { persons: { attester: "unused.json", eventKey: "unused.json" } }),
    events: [{ id: show.eventId, document }],
    shops: [{ id: "web", keyHash: hashOfKey(newShopKey("web")) }],
  };
  const file = join(folder, "office.yaml");
  let running: Program;
  let office: Pick<Office, "url" | "operatorUrl" | "operatorToken">;
  const start = async (port = 0) => {
    await writeFile(file, JSON.stringify({ ...config, server: { ...config.server, port } }));
    running = new Program(OFFICE, [file, page], { RELAY_KEY: SPONSOR_KEY });
    office = (await running.says({ msg: "started" })) as typeof office;
  };
  await start();

  return {
    node,
    show,
    url: () => office.url,
    inviteLink: (name: string, role: "clerk" | "manager") => inviteLink(office, name, role),
    /** A browser of its own in which a person is signed in. */
    signIn: async (browser: Browser, name: string, role: "clerk" | "manager", options: BrowserContextOptions = {}) =>
      signInAt(browser, await inviteLink(office, name, role), options),
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
