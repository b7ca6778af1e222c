import { type Log, toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { readLogs } from "../chain/readLogs.ts";
import { publishedEvent } from "./publishedEvent.ts";

/**
 * Logs about an event that were made in its present era, until `block`, in the order of the chain. Each hand-over begins
 * an era, also one that gives the event back to an organizer that had it before.
 *
 * @param parameters.topicHash Of a contract event whose first indexed argument is the event's id.
 */
export async function logsOfEra(
  connection: Connection,
  { eventId, address, topicHash, block }: logsOfEra.Parameters,
): Promise<readonly Log[]> {
  const published = await publishedEvent(connection, eventId);
  const registry = connection.deployment.contracts.EventRegistry.address;
  const handedOver = interfaces.EventRegistry.getEvent("HandedOver").topicHash;
  const filter = { address: [registry, address], topics: [[handedOver, topicHash], toBeHex(eventId, 32)] };
  let logs: Log[] = [];
  for await (const log of readLogs(connection.provider, filter, published.block, block)) {
    if (log.topics[0] === topicHash && log.address.toLowerCase() === address.toLowerCase()) logs.push(log);
    else if (log.address.toLowerCase() === registry.toLowerCase()) logs = [];
  }
  return logs;
}

export declare namespace logsOfEra {
  type Parameters = {
    readonly eventId: number;
    /** The contract that made the logs. */
    readonly address: string;
    readonly topicHash: string;
    readonly block: number;
  };
}
