import { toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { readLogs } from "../chain/readLogs.ts";
import { DESIGNATION_STATUSES } from "../core/contractEnums.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { agentsInChain } from "../state/agentChain.ts";
import { type PublishedEvent, publishedEvent } from "../state/publishedEvent.ts";

const WIDTH = 16;

/** An agent's designation in one class: the agents from it up to the organizer, or the time of its dismissal. */
export type ClassStanding = { readonly classId: number; readonly className: string } & (
  | { readonly status: "designated"; readonly agents: readonly number[] }
  | { readonly status: "dismissed"; readonly since: number }
);

/** An agent's designations in the classes of an event, past and present, all at one block. */
export async function designationsOf(
  connection: Connection,
  eventId: number,
  agentId: number,
  block: number,
): Promise<ClassStanding[]> {
  const event = await publishedEvent(connection, eventId);
  const found = await mapBounded(event.classes, WIDTH, ({ id, name }) =>
    standingIn(connection, event, { classId: id, className: name }, agentId, block),
  );
  return found.filter((one) => one !== undefined);
}

async function standingIn(
  connection: Connection,
  event: PublishedEvent,
  { classId, className }: { readonly classId: number; readonly className: string },
  agentId: number,
  block: number,
): Promise<ClassStanding | undefined> {
  const { events } = connection.contracts;
  const at = { blockTag: block };
  const chain = await askChain(() => events.chainOf(event.eventId, classId, agentId, at));
  const agents = agentsInChain(chain).map((one) => one.agentId);
  if (agents.length > 0) return { classId, className, status: "designated", agents };

  // The agent, or one above it, was dismissed: the first of these dismissals ended its designation.
  const times: number[] = [];
  for (let id = agentId; id !== 0; ) {
    const { status, parent } = await askChain(() => events.designationOf(event.eventId, classId, id, at));
    const isDismissed = DESIGNATION_STATUSES[Number(status)] === "dismissed";
    if (isDismissed) times.push(await dismissedAt(connection, event, classId, id, block));
    id = Number(parent);
  }
  return times.length === 0 ? undefined : { classId, className, status: "dismissed", since: Math.min(...times) };
}

/** Time of its last dismissal, in seconds. */
async function dismissedAt(
  { provider, deployment }: Connection,
  { eventId, block: from }: PublishedEvent,
  classId: number,
  agentId: number,
  to: number,
): Promise<number> {
  const { topicHash } = interfaces.EventRegistry.getEvent("AgentDismissed");
  const filter = {
    address: deployment.contracts.EventRegistry.address,
    topics: [topicHash, ...[eventId, classId, agentId].map((id) => toBeHex(id, 32))],
  };
  let last = from;
  for await (const log of readLogs(provider, filter, from, to)) last = log.blockNumber;
  return (await askChain(() => provider.getBlock(last)))?.timestamp ?? 0;
}
