import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import type { BlockRef } from "../../core/BlockRef.ts";
import { agentsInChain } from "../../state/agentChain.ts";

/** Where an agent sells rights. */
export type Allotment = { readonly eventId: number; readonly classId: number; readonly agentId: number };

/** What the chain has of a class and its agents at one block. */
export type Places = {
  readonly supply: number;
  /** Places of the class that are not taken. */
  readonly left: number;
  /** The agent's quota and that of each agent above it, up to the organizer. Empty if it is not designated. */
  readonly quotas: readonly { readonly agentId: number; readonly quota: number; readonly used: number }[];
};

export async function readPlaces(
  { contracts }: Connection,
  { eventId, classId, agentId }: Allotment,
  { number }: Pick<BlockRef, "number">,
): Promise<Places> {
  const at = { blockTag: number };
  const [class_, taken, chain] = await Promise.all([
    askChain(() => contracts.events.classOf(eventId, classId, at)),
    askChain(() => contracts.rights.placesOf(eventId, classId, at)),
    askChain(() => contracts.events.chainOf(eventId, classId, agentId, at)),
  ]);
  const quotas = await Promise.all(
    agentsInChain(chain).map(async ({ agentId: id, quota }) => ({
      agentId: id,
      quota,
      used: Number(await askChain(() => contracts.rights.usedBy(eventId, classId, id, at))),
    })),
  );
  const supply = Number(class_.supply);
  return { supply, left: supply - Number(taken.granted + taken.freed), quotas };
}

/** How many rights of a class the agent can grant now: places that are left, within each quota. */
export async function rightsToGrant(connection: Connection, allotment: Allotment): Promise<number> {
  const { left, quotas } = await readPlaces(connection, allotment, await latestBlock(connection));
  if (quotas.length === 0) return 0;
  return Math.max(0, Math.min(left, ...quotas.map(({ quota, used }) => quota - used)));
}
