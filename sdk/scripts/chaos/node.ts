/** A chain in a process of its own, with an event whose agent has ether: it outlives those who grant. */

import { startServedChain } from "doorkey-test-support/servedChain";
import { registerAgent } from "../../src/agent/registerAgent.ts";
import { designateAgent } from "../../src/organizer/designateAgent.ts";
import { publish } from "../../test/helpers/published.ts";

/** Milliseconds from block to block: long enough to die before a transaction is mined. */
const BLOCK_TIME = 120;

export type Ready = {
  readonly url: string;
  readonly eventId: number;
  readonly agentId: number;
  /** Of the agent's member. */
  readonly key: string;
  /** Of the relay's payer. */
  readonly payerKey: string;
};

const supply = Number(process.argv[2]);
const chain = await startServedChain();
const { organizer, eventId } = await publish(chain, "direct", {
  classes: { standing: { supply } },
  policy: { maxRebinds: 0, minPublicBps: 0 },
  documentUri: "urn:doorkey:nowhere",
});
const [member, payer] = [await chain.fundedKey(), await chain.fundedKey()];
const { agentId } = await registerAgent(await chain.connect(member, { relay: false }), {
  name: "Tickets & Co",
  uri: "https://tickets.example",
});
await designateAgent(organizer, { eventId, className: "standing", agentId, quota: supply });
await chain.automine(false);
await chain.send("evm_setIntervalMining", BLOCK_TIME);
const { url } = chain;
process.send?.({ url, eventId, agentId, key: member.privateKey, payerKey: payer.privateKey } satisfies Ready);
process.once("disconnect", () => process.exit());
