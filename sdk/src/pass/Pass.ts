import type { Address, Hex } from "../core/Hex.ts";
import {
  type FieldShapes,
  fields,
  hexOf,
  list,
  literal,
  matching,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from "../core/shape.ts";

/**
 * What a buyer keeps: a JSON that names the rights. It is not secret, and useless without the key. If it differs from
 * the chain, the chain decides. A new field must be optional, because phones and purchase stores keep older passes.
 */
export type Pass = {
  readonly v: 1;
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
  /** The first right in decimal digits; the others follow. */
  readonly rightId: string;
  readonly count: number;
  readonly className: string;
  /** One label for each right; empty in a class without seats. */
  readonly seats: readonly string[];
  /** Further runs of rights of the same holder, event, class and seller; see `runsOf`. */
  readonly runs?: readonly PassRun[];
  readonly holder: Address;
  readonly event: {
    readonly name: string;
    /** ISO 8601 with its offset. Absent while the pass lacks it. */
    readonly startsAt?: string;
    readonly url: string;
    /** Where fans report a ticket that they were offered. */
    readonly reportUrl?: string;
  };
  readonly seller: { readonly agentId: number; readonly name: string };
  /** Marks a pass that was made without the event document, until completePass adds what it lacks. */
  readonly lacks?: PassLacks;
};

/** What a pass lacks, and what it takes to add it. */
export type PassLacks = {
  /** `seats` only in a class with seats. `reportUrl` may turn out to be none. */
  readonly fields: readonly LackingField[];
  /** Hash of the document that has them, as it is on chain. */
  readonly documentHash: Hex;
  /** When doors open, as it is on chain; seconds. */
  readonly doorsOpenAt: number;
  /** The number of each right's seat; empty in a class without seats. */
  readonly seatNumbers: readonly number[];
};

/** A field that only the event document has. */
export type LackingField = "startsAt" | "seats" | "reportUrl";

const UINT32 = 2 ** 32 - 1;

const PASS_LACKS: Shape<PassLacks> = fields({
  fields: list(oneOf("startsAt", "seats", "reportUrl")),
  documentHash: hexOf(32),
  doorsOpenAt: whole(1),
  seatNumbers: list(whole(0, UINT32)),
});
/** Rights of one batch with consecutive ids. */
export type PassRun = Pick<Pass, "rightId" | "count" | "seats"> & {
  /** While the pass lacks the labels of its seats: the number of each right's seat. */
  readonly seatNumbers?: readonly number[];
};

const RUN: FieldShapes<PassRun> = {
  rightId: matching(/^[1-9][0-9]{0,19}$/, "a right id in decimal digits"),
  count: whole(1, 8),
  seats: list(text),
  seatNumbers: optional(list(whole(0, UINT32))),
};

export const PASS: Shape<Pass> = fields({
  v: literal(1),
  chainId: whole(1),
  rightsRegistry: hexOf(20),
  eventId: whole(1, UINT32),
  ...RUN,
  className: text,
  runs: optional(list(fields<PassRun>(RUN))),
  holder: hexOf(20),
  event: fields({
    name: text,
    startsAt: optional(
      matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, "an ISO 8601 time with its offset"),
    ),
    url: text,
    reportUrl: optional(text),
  }),
  seller: fields({ agentId: whole(1, UINT32), name: text }),
  lacks: optional(PASS_LACKS),
});
