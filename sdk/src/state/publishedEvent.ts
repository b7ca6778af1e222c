import type { Result } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import { readLogs } from "../chain/readLogs.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";

/** The part of an event that never changes after it was published; only the log has names of classes. */
export type PublishedEvent = {
  readonly eventId: number;
  readonly name: string;
  /** Address of the event document. */
  readonly uri: string;
  /** keccak256 of the document's bytes. */
  readonly documentHash: Hex;
  /** Class i of the list has the id i + 1. */
  readonly classes: readonly { readonly id: number; readonly name: string; readonly seated: boolean }[];
  /** The block in which it was published. */
  readonly block: number;
};

/** A published event, and its block as long as a reorg may orphan it. */
type Kept = { readonly event: PublishedEvent; readonly unsettled: BlockRef | undefined };

/** Blocks after which no reorg is expected: finality takes fewer. */
const DEEP = 100;

const published = new WeakMap<Connection, Map<number, Kept>>();

/** The event as it was published; cached once its block is final. Throws EVENT_UNKNOWN if there is none. */
export async function publishedEvent(connection: Connection, eventId: number): Promise<PublishedEvent> {
  const events = published.get(connection) ?? new Map<number, Kept>();
  published.set(connection, events);
  const known = events.get(eventId);
  // After a reorg, another event may have the id, with other classes.
  if (known !== undefined && (known.unsettled === undefined || (await isInChain(connection, known.unsettled)))) {
    return known.event;
  }
  const kept = await readPublished(connection, eventId);
  events.set(eventId, kept);
  return kept.event;
}

async function readPublished({ provider, deployment }: Connection, eventId: number): Promise<Kept> {
  const { address, block } = deployment.contracts.EventRegistry;
  const topics = interfaces.EventRegistry.encodeFilterTopics("EventRegistered", [eventId]) as string[];
  const latest = await askChain(() => provider.getBlockNumber());
  for await (const log of readLogs(provider, { address, topics }, block, latest)) {
    const parsed = interfaces.EventRegistry.parseLog(log);
    if (parsed === null) continue;
    const { terms, classes } = parsed.args;
    const event = {
      eventId,
      name: terms.name,
      uri: terms.uri,
      documentHash: terms.documentHash,
      classes: classes.map(({ name, seated }: Result, i: number) => ({ id: i + 1, name, seated })),
      block: log.blockNumber,
    };
    const block = { number: log.blockNumber, hash: log.blockHash as Hex };
    return { event, unsettled: latest - log.blockNumber < DEEP ? block : undefined };
  }
  throw new DoorkeyError("EVENT_UNKNOWN", { details: [`Event ${eventId}.`] });
}

/** Id of the class with this name. Throws CLASS_UNKNOWN, with the names of the event's classes, if none has it. */
export async function classIdOf(connection: Connection, eventId: number, className: string): Promise<number> {
  const { classes } = await publishedEvent(connection, eventId);
  const found = classes.find(({ name }) => name === className);
  if (found !== undefined) return found.id;
  const names = classes.map(({ name }) => `"${name}"`).join(", ");
  throw new DoorkeyError("CLASS_UNKNOWN", { details: [`"${className}"; event ${eventId} has ${names}.`] });
}
