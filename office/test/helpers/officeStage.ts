/** An office for one test file, with a real chain, a real relay, real databases and real HTTP. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceKey, type Invitation, readInvitation, signClaim } from "doorkey/buyer";
import { walletOf } from "doorkey-test-support/keys";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { openShow, type Show } from "doorkey-test-support/show";
import { pino } from "pino";
import { createDeviceKey } from "../../../sdk/src/device/createDeviceKey.ts";
import { memoryKeys } from "../../../sdk/src/keys/memoryKeys.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { hashOfKey } from "../../src/config/shopKey.ts";
import { starter } from "../../src/config/starter.ts";
import type { OfficeKeys } from "../../src/keys/keys.ts";
import { type Office, startOffice } from "../../src/startOffice/startOffice.ts";
import { Clerk } from "./Clerk.ts";
import { RELAY_KEY, startOfficeRelay } from "./officeRelay.ts";

/** The origin of the wallet in the event's document. */
export const WALLET = "https://wallet.hall.example";
export const SHOP_KEY = "dk_web_a-key-of-the-office-tests";

export type OfficeStage = {
  readonly node: ServedChain;
  readonly show: Show;
  readonly relayUrl: string;
  readonly folder: string;
  /** What the offices logged. */
  readonly log: string[];
  /** Starts an office. @param options.change Of the configuration's text. */
  readonly start: (options?: StartOptions) => Promise<Office>;
  /** Signs a member of the staff in. */
  readonly staff: (office: Office, role: "clerk" | "manager", name?: string) => Promise<Clerk>;
  /** A fan's phone, with a key of its own. */
  readonly phone: () => Promise<DeviceKey>;
  readonly close: () => Promise<void>;
};

export type StartOptions = {
  readonly change?: (text: string) => string;
  /** A data folder of its own, relative to the stage's. Defaults to "data". */
  readonly data?: string;
  readonly persons?: OfficeKeys["persons"];
  readonly now?: () => number;
};

/** Opens a show and its agent on a chain of its own. @param options Of the show. */
export async function startOfficeStage(options: openShow.Options = {}): Promise<OfficeStage> {
  const node = await startServedChain();
  const agent = walletOf("agent of the office tests").connect(node.provider);
  await node.fund(agent.address);
  const folder = await mkdtemp(join(tmpdir(), "doorkey-office-"));
  const show = await openShow(node, {
    classes: { standing: { supply: 100_000 }, seated: { seats: ["A-{1..5}-{1..5}"] } },
    wallet: `${WALLET}/`,
    ...options,
    keys: { ...options.keys, agent },
  });
  await writeFile(join(folder, "event.json"), show.text);
  const relay = await startOfficeRelay(node, show, folder);
  const store = memoryKeys();
  const log: string[] = [];
  const running = new Set<Office>();
  return {
    ...{ node, show, folder, log, relayUrl: relay.url },
    start: async ({ change = (text: string) => text, data = "data", persons, now } = {}) => {
      const text = configText({ node, show, relayUrl: relay.url }).replace("data: data", `data: ${data}`);
      const office = await startOffice({
        config: parseConfig(change(text), join(folder, "office.yaml"), { RELAY_KEY }),
        keys: { agent: walletOf("agent of the office tests"), persons },
        logger: pino({ level: "debug", base: null }, { write: (line: string) => void log.push(line) }),
        version: "0.0.0-test",
        pages: {},
        pace: { chainMs: 100, tidyMs: 200, gatherMs: 20 },
        ...(now !== undefined && { now }),
      });
      running.add(office);
      return office;
    },
    staff: async (office, role, name = role) => Clerk.signIn(office, { name, role }),
    phone: () => createDeviceKey({ kind: "p256", event: show.event, store }),
    close: async () => {
      for (const office of running) await office.stop();
      await relay.stop();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The configuration of an office for a show, on ports that are free. */
export function configText({ node, show, relayUrl }: Pick<OfficeStage, "node" | "show" | "relayUrl">): string {
  return starter({
    ...{ agent: show.agentId, event: show.eventId, document: "event.json", rpc: node.url, relay: relayUrl },
    ...{ relayKeyFrom: "RELAY_KEY", url: "https://tickets.example/door", key: "agent.json" },
    shop: { id: "web", keyHash: hashOfKey(SHOP_KEY) },
  })
    .replace("port: 8480", "port: 0")
    .replace("operatorPort: 8481", "operatorPort: 0");
}

/** The claim of a phone that opened a link. */
export async function claimOf(phone: DeviceKey, link: string | undefined) {
  if (link === undefined) throw new Error("the sale has no link");
  const { invitation }: { readonly invitation: Invitation } = readInvitation(link);
  return signClaim(phone, invitation);
}
