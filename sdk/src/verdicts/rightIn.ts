import { RIGHT_STATUSES, type RightStatus } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { type RightId, unpackRightId } from "../core/RightId.ts";
import { holderInRecord, seatInRecord } from "../core/records.ts";
import type { Manifest } from "./Manifest.ts";

/** A right as a manifest knows it. */
export type ManifestRight = {
  readonly rightId: RightId;
  readonly holder: Address;
  /** The holder of the grant; another one than `holder` if the right was rebound. */
  readonly firstHolder: Address;
  readonly status: RightStatus;
  readonly agentId: number;
  readonly classId: number;
  /** 0 in a class without seats. */
  readonly seat: number;
  /** A person tag is bound to it, since its grant or since it was named. */
  readonly named: boolean;
  /** Its class needs a person for each right, and it has none. */
  readonly mustBeNamed: boolean;
  /** Seconds; 0 = never rebound or named. */
  readonly reboundAt: number;
  readonly rebinds: number;
};

/**
 * Looks a right up.
 *
 * @returns undefined if the manifest has no such right, or it is of another event.
 * @example
 * import { rightIn, type Manifest } from "doorkey/code";
 *
 * const holderOf = (manifest: Manifest, rightId: bigint) => rightIn(manifest, rightId)?.holder;
 */
export function rightIn(manifest: Manifest, rightId: RightId): ManifestRight | undefined {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const batch = manifest.batches[number];
  const status = RIGHT_STATUSES[Number(batch?.statuses[index] ?? Number.NaN)];
  if (eventId !== manifest.eventId || batch === undefined || status === undefined) return undefined;

  const { records, seated } = batch;
  const firstHolder = holderInRecord(records, seated, index);
  const holding = batch.holdings[index];
  const named = batch.tagged || (holding?.named ?? false);
  return {
    rightId,
    holder: holding?.holder ?? firstHolder,
    firstHolder,
    status,
    agentId: batch.agentId,
    classId: batch.classId,
    seat: seatInRecord(records, seated, index),
    named,
    mustBeNamed: batch.namedClass && !named,
    reboundAt: holding?.reboundAt ?? 0,
    rebinds: holding?.rebinds ?? 0,
  };
}
