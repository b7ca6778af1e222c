/** A chain in a process of its own, with an event whose agent has ether: it outlives those who grant. */

import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";

/** Milliseconds from block to block: long enough to die before a transaction is mined. */
const BLOCK_TIME = 120;

export type Ready = {
  readonly url: string;
  readonly eventId: number;
  readonly agentId: number;
  /** Of the agent's admin. */
  readonly key: string;
  /** Of the relay's payer. */
  readonly payerKey: string;
};

const supply = Number(process.argv[2]);
const chain = await startServedChain();
const { agent, agentId, eventId } = await openShow(chain, { classes: { standing: { supply } } });
const payer = await chain.fundedKey();
await chain.automine(false);
await chain.send("evm_setIntervalMining", BLOCK_TIME);
const { url } = chain;
process.send?.({ url, eventId, agentId, key: agent.signer.privateKey, payerKey: payer.privateKey } satisfies Ready);
process.once("disconnect", () => process.exit());
