/** A chain in its own process, with an event whose agent has ether. It outlives the processes that grant. */

import { registerAgent } from "../../src/agent/registerAgent.ts";
import { designateAgent } from "../../src/organizer/designateAgent.ts";
import { startTestChain } from "../../src/testing/startTestChain.ts";
import { publish } from "../../test/helpers/published.ts";
import { serveRpc } from "../../test/helpers/serve.ts";

/** Milliseconds between blocks: long enough for a process to die before its transaction is mined. */
const BLOCK_TIME = 120;

export type Ready = {
  readonly url: string;
  readonly eventId: number;
  readonly agentId: number;
  /** Private key of the agent's member. */
  readonly key: string;
  /** Private key of the relay's payer. */
  readonly payerKey: string;
};

const supply = Number(process.argv[2]);
const chain = await startTestChain();
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
await chain.provider.send("evm_setAutomine", [false]);
await chain.provider.send("evm_setIntervalMining", [BLOCK_TIME]);
const { url } = await serveRpc(chain.provider);
process.send?.({ url, eventId, agentId, key: member.privateKey, payerKey: payer.privateKey } satisfies Ready);
process.once("disconnect", () => process.exit());
