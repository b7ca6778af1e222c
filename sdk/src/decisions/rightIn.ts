import { holderInRecord, seatInRecord } from "../internal/records.ts";
import type { Address } from "../values/Hex.ts";
import { type RightId, unpackRightId } from "../values/RightId.ts";
import type { Manifest } from "./Manifest.ts";
import { RIGHT_STATUSES, type RightStatus } from "./RightStatus.ts";

/** A right as a manifest knows it. */
export type ManifestRight = {
  readonly rightId: RightId;
  readonly holder: Address;
  /** The holder of the grant; another one than `holder` if the right was moved. */
  readonly firstHolder: Address;
  readonly status: RightStatus;
  readonly agentId: number;
  readonly classId: number;
  /** 0 in a class without seats. */
  readonly seat: number;
  /** A person was put to it, at its grant or by naming it. */
  readonly tagged: boolean;
  /** Its class needs a person for each right, and it has none. */
  readonly lacksName: boolean;
  /** Seconds; 0 = never moved. */
  readonly boundAt: number;
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
  const move = batch.moved[index];
  const tagged = batch.tagged || (move?.named ?? false);
  return {
    rightId,
    holder: move?.holder ?? firstHolder,
    firstHolder,
    status,
    agentId: batch.agentId,
    classId: batch.classId,
    seat: seatInRecord(records, seated, index),
    tagged,
    lacksName: batch.namedClass && !tagged,
    boundAt: move?.boundAt ?? 0,
    rebinds: move?.rebinds ?? 0,
  };
}
