import type { Address } from "../values/Hex.ts";
import { type RightId, unpackRightId } from "../values/RightId.ts";
import type { Manifest } from "./Manifest.ts";

/** What a right is now; see RightStatus of the contracts. */
export type RightStatus = "granted" | "moved" | "admitted" | "void";

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

const STATUSES: readonly RightStatus[] = ["granted", "moved", "admitted", "void"];

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
  const status = STATUSES[Number(batch?.statuses[index] ?? Number.NaN)];
  if (eventId !== manifest.eventId || batch === undefined || status === undefined) return undefined;

  const digits = batch.seated ? 46 : 40;
  const record = batch.records.slice(2 + digits * index, 2 + digits * (index + 1));
  const firstHolder: Address = `0x${record.slice(0, 40)}`;
  const move = batch.moved[index];
  const tagged = batch.tagged || (move?.named ?? false);
  return {
    rightId,
    holder: move?.holder ?? firstHolder,
    firstHolder,
    status,
    agentId: batch.agentId,
    classId: batch.classId,
    seat: batch.seated ? Number.parseInt(record.slice(40), 16) : 0,
    tagged,
    lacksName: batch.namedClass && !tagged,
    boundAt: move?.boundAt ?? 0,
    rebinds: move?.rebinds ?? 0,
  };
}
