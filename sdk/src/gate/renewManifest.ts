import type { Block } from "ethers";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { isInChain } from "../chain/isInChain.ts";
import type { BlockRef } from "../core/BlockRef.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import type { Manifest, ManifestAdmission, ManifestBatch } from "../verdicts/Manifest.ts";
import { admissionsUntil, loadManifest } from "./loadManifest.ts";
import { readBatches, readTerms } from "./readBatches.ts";
import { type Changes, readChanges } from "./readChanges.ts";

/**
 * The manifest as of a newer block. It asks the chain for what changed since the manifest's own block alone: before
 * doors, the batches that were touched; after that, batches that were sold at the door, and admissions, which the logs
 * tell. If that block is not in the chain any more, it loads the whole event again. The given manifest stays as it is.
 *
 * Nothing new takes two small questions, however large the event is: the newest block, and the logs since the
 * manifest's own. If there are further blocks between the two, a third one asks whether the chain still has the older.
 *
 * @throws VALUE_INVALID for a manifest of another chain or suite; BLOCK_ORPHANED if the newest block left the chain
 * meanwhile: renew again; CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { type Lane, renewManifest } from "doorkey/gate";
 *
 * const renew = async (connection: Connection, lane: Lane) => lane.use(await renewManifest(connection, lane.manifest));
 */
export async function renewManifest(connection: Connection, manifest: Manifest): Promise<Manifest> {
  const { block, eventId: id } = given("manifest", manifest, "block", "batches", "classes");
  const { eventId } = checked(connection, { eventId: id }, ["eventId"]);
  assertUint("block.number", given("block", block, "hash").number, 53);
  if (!sameEvent(manifest, { ...connection, eventId })) {
    const { chainId, rightsRegistry } = manifest;
    const details = [`The manifest is of chain ${chainId}, ${rightsRegistry}. The connection is to another suite.`];
    throw new DoorkeyError("VALUE_INVALID", { details });
  }
  const head = await askChain(() => connection.provider.getBlock("latest"));
  if (head === null || !(await isBefore(connection, block, head))) {
    return loadManifest(connection, { eventId, previous: manifest });
  }
  if (head.number <= block.number) return manifest;
  const changes = await readChanges(connection, { eventId, fromBlock: block.number + 1, toBlock: head.number });
  const newer = {
    ...manifest,
    block: { number: head.number, hash: head.hash as Hex },
    takenAt: head.timestamp,
  };
  return changes === undefined ? newer : changed(connection, manifest, newer, changes);
}

/** Whether the chain of the head still has a block. A head names its parent, so that the next block needs no question. */
async function isBefore(connection: Connection, block: BlockRef, head: Block): Promise<boolean> {
  if (head.number === block.number) return head.hash === block.hash;
  if (head.number === block.number + 1) return head.parentHash === block.hash;
  return isInChain(connection, block);
}

async function changed(
  connection: Connection,
  manifest: Manifest,
  { block, takenAt, ...common }: Manifest,
  changes: Changes,
): Promise<Manifest> {
  const { eventId } = manifest;
  const blockTag = block.number;
  const numbers = [...changes.batches];
  const reading = Promise.all([
    changes.terms ? readTerms(connection, eventId, blockTag) : common,
    readBatches(connection, { eventId, numbers, blockTag }),
  ]);
  const [answer] = await Promise.allSettled([reading]);
  // Reads by block number: if the block was replaced meanwhile, the answers would be from two histories.
  if (!(await isInChain(connection, block))) {
    throw new DoorkeyError("BLOCK_ORPHANED", { details: [`Block ${block.number}, ${block.hash}.`] });
  }
  if (answer.status === "rejected") throw answer.reason;
  const [{ doorsOpenAt, doorsCloseAt, cancelled }, read] = answer.value;
  const batches = [...manifest.batches];
  for (const [i, number] of numbers.entries()) batches[number] = read[i] as ManifestBatch;
  for (const [number, indices] of changes.admitted) {
    const batch = batches[number];
    if (batch !== undefined) batches[number] = { ...batch, statuses: asAdmitted(batch.statuses, indices) };
  }
  const state = { ...common, block, takenAt, doorsOpenAt, doorsCloseAt, cancelled, batches };
  const admissions = await admissionsWith(connection, manifest, state, changes.admissions);
  return { ...state, ...(admissions !== undefined && { admissions }) };
}

/** Times and lanes as the manifest and the new logs have them. Only a manifest that lacks them has older logs read. */
async function admissionsWith(
  connection: Connection,
  before: Manifest,
  state: Manifest,
  later: { readonly [serial: number]: ManifestAdmission },
): Promise<Manifest["admissions"]> {
  const isFirst = !before.batches.some(({ statuses }) => statuses.includes("2"));
  const isWhole = before.admissions !== undefined || isFirst;
  // Only sentences need them, so a gate works on without them.
  if (!isWhole) return admissionsUntil(connection, state, undefined).catch(() => undefined);
  if (before.admissions === undefined && Object.keys(later).length === 0) return undefined;
  return { ...before.admissions, ...later };
}

function asAdmitted(statuses: string, indices: ReadonlySet<number>): string {
  return Array.from(statuses, (status, index) => (indices.has(index) ? "2" : status)).join("");
}
