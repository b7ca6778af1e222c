import type { Connection } from "../../chain/Connection.ts";
import type { RightId } from "../../core/RightId.ts";
import { heldBy } from "../../state/heldBy.ts";

/** Live rights of an event that an agent granted, by class and current holder; see `heldKey`. */
export type HeldRights = ReadonlyMap<string, readonly RightId[]>;

export function heldKey(classId: number, holder: string): string {
  return `${classId} ${holder.toLowerCase()}`;
}

/** Rights that these holders have from the agent. */
export async function heldRights(
  connection: Connection,
  eventId: number,
  agentId: number,
  holders: Iterable<string>,
): Promise<HeldRights> {
  const rights = (await heldBy(connection, eventId, holders)).filter((one) => one.agentId === agentId);
  const byHolder = Map.groupBy(rights, ({ classId, holder }) => heldKey(classId, holder));
  return new Map([...byHolder].map(([key, held]) => [key, held.map(({ rightId }) => rightId)]));
}
