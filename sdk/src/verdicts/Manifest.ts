import { BLOCK_REF, type BlockRef } from "../core/BlockRef.ts";
import type { EventRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { fields, flag, hex, hexOf, list, matching, optional, type Shape, table, text, whole } from "../core/shape.ts";
import { MAX_UTC_OFFSET, MIN_UTC_OFFSET } from "../core/utcOffset.ts";

/**
 * Everything a gate needs to decide offline: the event's rights as the chain had them at a block. A plain value that
 * survives JSON and structured clone; 50,000 rights take about 2 MB. All changes except admissions end when doors open,
 * so a manifest that was taken later is final except for admissions.
 */
export type Manifest = EventRef & {
  readonly block: BlockRef;
  /** Seconds: the time of that block. */
  readonly takenAt: number;
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
  readonly cancelled: boolean;
  /** Minutes that the event's clocks are ahead of UTC, as its document writes its start. Unknown without a document. */
  readonly utcOffset?: number;
  /** When and where rights were admitted, by serial, as far as it is known. Whether they were is in `statuses`. */
  readonly admissions?: { readonly [serial: number]: ManifestAdmission };
  /** Classes by their ids, which count from 1. */
  readonly classes: { readonly [classId: number]: ManifestClass };
  /** The batch with number i is at index i. */
  readonly batches: readonly ManifestBatch[];
};

/** When and where a right was admitted, in seconds. A desk that admits by hand has no lane. */
export type ManifestAdmission = { readonly at: number; readonly lane?: number };

/** What a gate needs of a class. */
export type ManifestClass = { readonly name: string };

/** A batch as the chain stores it. Looking up a right is arithmetic, without an object for each right. */
export type ManifestBatch = {
  readonly agentId: number;
  readonly classId: number;
  readonly seated: boolean;
  readonly tagged: boolean;
  /** Whether each of its rights must be named. */
  readonly namedClass: boolean;
  /** One record for each right, as granted: holder 20 bytes, in a seated class followed by the seat in 3. */
  readonly records: Hex;
  /** One digit for each right: 0 granted, 1 rebound, 2 admitted, 3 void. */
  readonly statuses: string;
  /** Rights that were rebound or named since, by index. */
  readonly holdings: { readonly [index: number]: ManifestHolding };
};

/** Who holds a right that was rebound or named since its grant. */
export type ManifestHolding = {
  readonly holder: Address;
  readonly reboundAt: number;
  readonly rebinds: number;
  readonly named: boolean;
};

const MANIFEST_BATCH: Shape<ManifestBatch> = fields({
  agentId: whole(1),
  classId: whole(1),
  seated: flag,
  tagged: flag,
  namedClass: flag,
  records: hex,
  statuses: matching(/^[0-3]*$/, "a digit from 0 to 3 for each right"),
  holdings: table(fields({ holder: hexOf(20), reboundAt: whole(0), rebinds: whole(0), named: flag })),
});

export const MANIFEST: Shape<Manifest> = fields({
  chainId: whole(1),
  rightsRegistry: hexOf(20),
  eventId: whole(1),
  block: BLOCK_REF,
  takenAt: whole(0),
  doorsOpenAt: whole(0),
  doorsCloseAt: whole(0),
  cancelled: flag,
  utcOffset: optional(whole(MIN_UTC_OFFSET, MAX_UTC_OFFSET)),
  admissions: optional(table(fields({ at: whole(0), lane: optional(whole(0, 0xffff)) }))),
  classes: table(fields({ name: text })),
  batches: list(MANIFEST_BATCH),
});
