/** A chain in its own process, with an event whose agent has ether. It outlives the processes that grant. */

import { startServedChain } from "doorkey-test-support/servedChain";
import { openShow } from "doorkey-test-support/show";

/** Milliseconds between blocks: long enough for a process to die before its transaction is mined. */
const BLOCK_TIME = 120;

export type Ready = {
  readonly url: string;
  readonly eventId: number;
  readonly agentId: number;
  /** Private key of the agent's admin. */
  readonly key: string;
  /** Private key of the relay's payer. */
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
