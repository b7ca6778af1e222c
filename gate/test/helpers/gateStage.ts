/** A hub for one test file, with a real chain, a real database and real HTTP. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceKey, entryCode, type Pass } from "doorkey/buyer";
import { walletOf } from "doorkey-test-support/keys";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { pino } from "pino";
import { createDeviceKey } from "../../../sdk/src/device/createDeviceKey.ts";
import { memoryKeys } from "../../../sdk/src/keys/memoryKeys.ts";
import { grant } from "../../../sdk/test/helpers/acts.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { starter } from "../../src/config/starter.ts";
import type { GateKeys } from "../../src/keys/keystore.ts";
import { hashOfPin } from "../../src/keys/pin.ts";
import { type Gate, startGate } from "../../src/startGate/startGate.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

export const PIN = "135790";

/** A fan with a right, or with several under one key. */
export type Fan = { readonly key: DeviceKey; readonly pass: Pass; readonly rightId: bigint };

export type GateStage = {
  readonly node: ServedChain;
  readonly show: ShowWithGates;
  readonly folder: string;
  /** What the hub logged. */
  readonly log: string[];
  /** Grants rights under a fresh key. */
  readonly fan: (count?: number) => Promise<Fan>;
  /** The text of a fan's code. @param at Seconds. Defaults to the chain's time. */
  readonly code: (fan: Fan, at?: number, count?: number) => Promise<string>;
  /** Starts a hub. @param change Of the configuration's text. */
  readonly start: (options?: StartOptions) => Promise<Gate>;
  readonly close: () => Promise<void>;
};

export type StartOptions = {
  readonly change?: (text: string) => string;
  /** A data folder of its own, relative to the stage's. Defaults to "data". */
  readonly data?: string;
  readonly trustClock?: boolean;
  readonly rpc?: string;
  readonly keys?: GateKeys;
  readonly relay?: string;
};

/** Opens a show whose doors are open, on a chain of its own. */
export async function startGateStage(): Promise<GateStage> {
  const node = await startServedChain();
  const doorsCloseAt = (await node.clock.now()) + 30 * DAY;
  const show = await openShow(node, {
    gates: true,
    // Tickets are sold at the door.
    schedule: { doorsOpenAt: doorsCloseAt - 8 * HOUR, doorsCloseAt, salesCloseAt: doorsCloseAt },
    classes: { standing: { supply: 100_000 }, vip: { supply: 100 } },
    keys: { gate: await funded(node, "gate"), desk: await funded(node, "desk") },
  });
  await node.clock.travelTo(show.doorsOpenAt + 60);
  const folder = await mkdtemp(join(tmpdir(), "doorkey-gate-"));
  const page = join(folder, "page");
  await mkdir(page);
  await writeFile(join(page, "index.html"), "<!doctype html><title>Gate</title>");
  await writeFile(join(page, "headers.json"), JSON.stringify({ "/": { "content-type": "text/html" } }));
  const pinHash = await hashOfPin(PIN);
  const store = memoryKeys();
  const log: string[] = [];
  const running = new Set<Gate>();
  return {
    node,
    show,
    folder,
    log,
    fan: async (count = 1) => {
      const key = await createDeviceKey({ kind: "p256", event: show.event, store });
      const rightId = await grant(show, Array<string>(count).fill(key.address));
      const pass: Pass = {
        ...{ v: 1, ...show.event, rightId: String(rightId), count, className: "standing", seats: [] },
        holder: key.address,
        event: { name: "A night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example" },
        seller: { agentId: show.agentId, name: "Team" },
      };
      return { key, pass, rightId };
    },
    code: async ({ key, pass }, at, count) => {
      const now = at ?? (await node.clock.now());
      return (await entryCode(key, pass, { clock: { now: () => now }, ...(count !== undefined && { count }) })).text;
    },
    start: async ({ change = (text: string) => text, data = "data", keys, trustClock, rpc = node.url, relay } = {}) => {
      const text = starter({
        ...{ event: show.eventId, rpc, relay, name: undefined, tls: undefined, lanes: ["North", "South"] },
        ...{ scanner: "scanner.json", desk: "desk.json", supervisorPin: pinHash },
      })
        .replace("port: 8443", "port: 0\n  operatorPort: 0")
        .replace("data: data", `data: ${data}`);
      const gate = await startGate({
        config: parseConfig(change(text), join(folder, "gate.yaml")),
        keys: keys ?? { scanner: walletOf("gate"), desk: walletOf("desk") },
        logger: pino({ level: "debug", base: null }, { write: (line: string) => void log.push(line) }),
        version: "0.0.0-test",
        page,
        ...(trustClock !== undefined && { trustClock }),
        pace: { listMs: 200, clockMs: 50, certificateMs: 50, delivery: { lookMs: 50, gatherMs: 50, pauseMs: 200 } },
      });
      running.add(gate);
      return gate;
    },
    close: async () => {
      for (const gate of running) await gate.stop();
      await node.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function funded(node: ServedChain, name: string) {
  const wallet = walletOf(name).connect(node.provider);
  await node.fund(wallet.address);
  return wallet;
}
