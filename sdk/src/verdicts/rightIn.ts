import { RIGHT_STATUSES, type RightStatus } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { type RightId, unpackRightId } from "../core/RightId.ts";
import { holderInRecord, seatInRecord } from "../core/records.ts";
import type { Manifest } from "./Manifest.ts";

/** A right as a manifest has it. */
export type ManifestRight = {
  readonly rightId: RightId;
  readonly holder: Address;
  /** The holder at the grant; differs from `holder` if the right was rebound. */
  readonly firstHolder: Address;
  readonly status: RightStatus;
  readonly agentId: number;
  readonly classId: number;
  /** 0 in a class without seats. */
  readonly seat: number;
  /** Whether it has a person tag, from its grant or from naming. */
  readonly named: boolean;
  /** Whether its class is named, and it has no person tag. */
  readonly mustBeNamed: boolean;
  /** Seconds; 0 if it was never rebound or named. */
  readonly reboundAt: number;
  readonly rebinds: number;
};

/**
 * Looks up a right.
 *
 * @returns undefined if the manifest has no such right, or the right belongs to another event.
 * @example
 * import { rightIn, type Manifest } from "doorkey/code";
 *
 * const holderOf = (manifest: Manifest, rightId: bigint) => rightIn(manifest, rightId)?.holder;
 */
export function rightIn(manifest: Manifest, rightId: RightId): ManifestRight | undefined {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const batch = manifest.batches[number];
  if (eventId !== manifest.eventId || batch === undefined) return undefined;
  const status = RIGHT_STATUSES[Number(batch.statuses[index])];
  if (status === undefined) return undefined;

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
