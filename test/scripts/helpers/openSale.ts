import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connect } from "doorkey";
import { registerAgent } from "doorkey/agent";
import { designateAgent, parseEventDocument, publishEvent, registerOrganizer, setGate } from "doorkey/organizer";
import { inlineRelay } from "doorkey/testing";
import { Wallet } from "ethers";
import { sampleDocument } from "../../../scripts/events/sampleDocument.ts";
import { type DevRole, devKeys, relayKey } from "../../../scripts/support/dev-keys.ts";
import { type LocalNode, startLocalNode } from "./localNode.ts";
import { type Ended, type RunOptions, runScript } from "./runScript.ts";

/** Event 1 of organizer 1 on sale through agent 1, on a chain of its own, and a folder to work in. */
export type Sale = {
  readonly node: LocalNode;
  readonly directory: string;
  readonly connection: Connection;
  /** The bytes of the event's document. */
  readonly document: string;
  readonly run: (name: string, args: readonly string[], options?: Partial<RunOptions>) => Promise<Ended>;
  readonly close: () => Promise<void>;
};

export async function openSale(): Promise<Sale> {
  const node = await startLocalNode({ suite: true });
  const directory = await mkdtemp(join(tmpdir(), "doorkey-scripts-"));
  const connection = await connect({ rpc: node.provider });
  const { provider, deployment } = connection;
  const relay = inlineRelay({ provider, deployment, payer: new Wallet(relayKey.privateKey, provider) });
  const as = (wanted: DevRole): Connection => {
    const { privateKey = "" } = devKeys.find(({ role }) => role === wanted) ?? {};
    return { ...connection, relay, signer: new Wallet(privateKey, provider) };
  };

  const organizer = as("organizer");
  const { organizerId } = await registerOrganizer(organizer, { name: "Your Hall", uri: "https://your-hall.example" });
  const document = sampleDocument(await node.clock.now());
  const terms = parseEventDocument(document);
  const { eventId } = await publishEvent(organizer, { organizerId, terms });
  const { agentId } = await registerAgent(as("agent"), { name: "Tickets & Co", uri: "https://tickets.example" });
  await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 6_000 });
  const gate = devKeys.find(({ role }) => role === "gate")?.address as `0x${string}`;
  await setGate(organizer, { eventId, gate, kind: "scanner" });
  return {
    node,
    directory,
    document,
    connection,
    run: (name, args, options) => runScript(name, args, { cwd: directory, rpc: node.url, ...options }),
    close: async () => {
      await node.close();
      await rm(directory, { recursive: true });
    },
  };
}
