/** An agent that may sell every class of a published event: the start of tests of selling. */
import { registerAgent } from "../../src/agent/registerAgent.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import type { EventRef } from "../../src/core/EventRef.ts";
import type { RightId } from "../../src/core/RightId.ts";
import { designateAgent } from "../../src/organizer/designateAgent.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";
import { type Published, publish } from "./published.ts";
import { join, type Transport } from "./transports.ts";

export type SellingAgent = Published & {
  readonly agent: Connection;
  readonly agentId: number;
  readonly event: EventRef;
};

/** Classes without identity: 20,000 standing, 1,200 seats `A-1-1` to `C-20-20`, and a class of three places. */
export const CLASSES = {
  standing: { supply: 20_000 },
  seated: { seats: ["A-{1..20}-{1..20}", "B-{1..20}-{1..20}", "C-{1..20}-{1..20}"] },
  few: { supply: 3 },
};

export async function openSellingAgent(
  chain: TestChain,
  transport: Transport,
  change: publish.Change = {},
): Promise<SellingAgent> {
  const published = await publish(chain, transport, {
    classes: CLASSES,
    policy: { maxRebinds: 2, minPublicBps: 0 },
    // Not served: tests pass the document, or serve it themselves.
    documentUri: "urn:doorkey:nowhere",
    ...change,
  });
  const { organizer, eventId, terms } = published;
  const agent = await join(chain, transport);
  const { agentId } = await registerAgent(agent, { name: "Tickets & Co", uri: "https://tickets.example" });
  for (const { name: className, supply: quota } of terms.classes) {
    await designateAgent(organizer, { eventId, className, agentId, quota });
  }
  return {
    ...published,
    agent,
    agentId,
    event: { chainId: agent.chainId, rightsRegistry: agent.rightsRegistry, eventId },
  };
}

/** Number of rights granted in a class. */
export async function grantedOf({ agent, eventId }: SellingAgent, classId: number): Promise<number> {
  return Number((await agent.contracts.rights.placesOf(eventId, classId)).granted);
}

export async function holderOf({ agent }: SellingAgent, rightId: RightId): Promise<string> {
  return (await agent.contracts.rights.rightOf(rightId)).holder;
}
