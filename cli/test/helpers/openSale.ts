import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "doorkey";
import { type ServedChain, startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";
import { Wallet } from "ethers";
import { sampleDocument } from "../../src/events/sampleDocument.ts";
import { devKeys } from "../../src/terminal/devKeys.ts";
import { type Ended, type RunOptions, runCommand } from "./runCommand.ts";

/** Event 1 of organizer 1 on sale through agent 1, on a chain of its own, and a folder to work in. */
export type Sale = {
  readonly node: ServedChain;
  readonly directory: string;
  readonly connection: Connection;
  /** The bytes of the event's document. */
  readonly document: string;
  readonly run: (name: string, args: readonly string[], options?: Partial<RunOptions>) => Promise<Ended>;
  readonly close: () => Promise<void>;
};

/** @param options.doorsOpen Whether doors are open already: the box office still sells. */
export async function openSale({ doorsOpen = false } = {}): Promise<Sale> {
  const node = await startServedChain();
  try {
    return await openSaleOn(node, doorsOpen);
  } catch (error) {
    // A server that still listens would keep the tests from ending.
    await node.close();
    throw error;
  }
}

async function openSaleOn(node: ServedChain, doorsOpen: boolean): Promise<Sale> {
  const directory = await mkdtemp(join(tmpdir(), "doorkey-scripts-"));
  const now = await node.clock.now();
  const document = doorsOpen ? atOnce(sampleDocument(now), now) : sampleDocument(now);
  const keys = Object.fromEntries(devKeys.map(({ role, privateKey }) => [role, new Wallet(privateKey, node.provider)]));
  const quotas = { standing: 6_000 };
  const { organizer, doorsOpenAt } = await openShow(node, { transport: "relay", keys, document, quotas, gates: true });
  if (doorsOpen) await settleClock(node, doorsOpenAt);
  return {
    node,
    directory,
    document,
    connection: organizer,
    run: (name, args, options) => runCommand([name, ...args], { cwd: directory, rpc: node.url, ...options }),
    close: async () => {
      await node.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** The document of an event whose doors open in a moment. */
function atOnce(document: string, now: number): string {
  const event = JSON.parse(document);
  const doors = isoTime(now + 10);
  const end = isoTime(now + 6 * 3_600);
  const { schedule } = event.doorkey;
  for (const name of Object.keys(schedule)) if (name !== "salesOpenAt") schedule[name] = doors;
  Object.assign(schedule, { salesCloseAt: end, doorsCloseAt: end });
  return JSON.stringify({ ...event, doorTime: doors, startDate: doors, endDate: end });
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+/, "");
}

/** Blocks that come fast are ahead of the time: waits until the chain's clock shows this machine's again. */
async function settleClock({ clock }: ServedChain, doorsOpenAt: number): Promise<void> {
  const until = Math.max(await clock.now(), doorsOpenAt) * 1000;
  await new Promise((done) => setTimeout(done, Math.max(0, until - Date.now())));
}
