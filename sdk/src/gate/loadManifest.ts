import type { Block } from "ethers";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import type { Hex } from "../core/Hex.ts";
import { utcOffsetOf } from "../core/utcOffset.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { findDocument } from "../state/findDocument.ts";
import { publishedEvent } from "../state/publishedEvent.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import { blockFrom, readAdmissions } from "./readAdmissions.ts";
import { readBatches, readTerms } from "./readBatches.ts";

/**
 * Loads everything that a gate needs to decide offline: the whole event as the chain had it at one block, and the UTC
 * offset of its document. After doors open it also has when and where rights were admitted, if the logs can be read.
 *
 * @param parameters.block Number of the block, "finalized" or "latest". Defaults to "latest".
 * @param parameters.documents Documents of events, found by their hash; others are fetched. Without one there is no UTC
 * offset.
 * @param parameters.previous An earlier manifest of the event, so that only the logs after its block are read.
 * @param parameters.onProgress Called with the number of loaded batches and of all batches.
 * @throws EVENT_UNKNOWN; BLOCK_UNKNOWN; BLOCK_ORPHANED if the block left the chain meanwhile: load again;
 * CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { loadManifest } from "doorkey/gate";
 *
 * const load = (connection: Connection, eventId: number) =>
 *   loadManifest(connection, { eventId, onProgress: ({ done, of }) => console.log(`${done} of ${of} batches`) });
 */
export async function loadManifest(connection: Connection, parameters: loadManifest.Parameters): Promise<Manifest> {
  const {
    eventId,
    block: wanted = "latest",
    documents,
    previous,
    onProgress,
  } = checked(connection, parameters, ["eventId"]);
  const { classes } = await publishedEvent(connection, eventId);
  const before = previous !== undefined && sameEvent(previous, { ...connection, eventId }) ? previous : undefined;
  const { number, hash, timestamp } = await blockAt(connection, wanted);
  const block = { number, hash: hash as Hex };
  // Reads by block number: if the block was replaced meanwhile, the answers would be from two histories.
  const reading = readAt(connection, eventId, number, onProgress);
  const [read, document, admissions] = await Promise.allSettled([
    reading,
    findDocument(connection, eventId, documents),
    reading.then((state) => admissionsUntil(connection, { eventId, block, ...state }, before)),
  ]);
  if (!(await isInChain(connection, block))) {
    throw new DoorkeyError("BLOCK_ORPHANED", { details: [`Block ${number}, ${hash}.`] });
  }
  if (read.status === "rejected") throw read.reason;
  const startsAt = document.status === "fulfilled" ? document.value?.startsAt : undefined;
  // A document never changes, so an earlier manifest is as good as one whose page is down now.
  const utcOffset = startsAt === undefined ? before?.utcOffset : utcOffsetOf(startsAt);
  return {
    chainId: connection.chainId,
    rightsRegistry: connection.rightsRegistry,
    eventId,
    block,
    takenAt: timestamp,
    classes: Object.fromEntries(classes.map(({ id, name }) => [id, { name }])),
    ...read.value,
    ...(utcOffset !== undefined && { utcOffset }),
    // Only sentences need them, so a gate opens without them.
    ...(admissions.status === "fulfilled" && admissions.value !== undefined && { admissions: admissions.value }),
  };
}

export declare namespace loadManifest {
  type Parameters = {
    readonly eventId: number;
    readonly block?: number | "latest" | "finalized" | undefined;
    readonly documents?: readonly EventDocument[] | undefined;
    readonly previous?: Manifest | undefined;
    readonly onProgress?: ((progress: Progress) => void) | undefined;
  };
  type Progress = { readonly done: number; readonly of: number };
}

type ReadAt = Pick<Manifest, "doorsOpenAt" | "doorsCloseAt" | "cancelled" | "batches">;

async function readAt(
  connection: Connection,
  eventId: number,
  blockTag: number,
  onProgress: loadManifest.Parameters["onProgress"],
): Promise<ReadAt> {
  const [terms, count] = await Promise.all([
    readTerms(connection, eventId, blockTag),
    askChain(() => connection.contracts.rights.batchesOf(eventId, { blockTag })),
  ]);
  const numbers = Array.from({ length: Number(count) }, (_, number) => number);
  return { ...terms, batches: await readBatches(connection, { eventId, numbers, blockTag, onProgress }) };
}

export type State = Pick<Manifest, "eventId" | "block" | "doorsOpenAt" | "batches">;

/** Undefined if no right was admitted. What an earlier manifest of the same history knows is not read again. */
export async function admissionsUntil(
  connection: Connection,
  { eventId, block, doorsOpenAt, batches }: State,
  before: Manifest | undefined,
): Promise<Manifest["admissions"]> {
  if (!batches.some(({ statuses }) => statuses.includes("2"))) return undefined;
  const isEarlier = before?.admissions !== undefined && (await isInChain(connection, before.block));
  const fromBlock = isEarlier ? before.block.number + 1 : await blockFrom(connection, doorsOpenAt, block.number);
  const later = await readAdmissions(connection, { eventId, fromBlock, toBlock: block.number });
  return isEarlier ? { ...before.admissions, ...later } : later;
}

async function blockAt({ provider }: Connection, wanted: number | string): Promise<Block> {
  const block = await askChain(() => provider.getBlock(wanted));
  if (block !== null) return block;
  throw new DoorkeyError("BLOCK_UNKNOWN", { details: [`Block ${wanted}.`] });
}
