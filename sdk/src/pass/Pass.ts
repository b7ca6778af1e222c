import type { Address } from "../core/Hex.ts";
import {
  type FieldShapes,
  fields,
  hexOf,
  list,
  literal,
  matching,
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
    /** ISO 8601 with its offset. */
    readonly startsAt: string;
    readonly url: string;
    /** Where fans report a ticket that they were offered. */
    readonly reportUrl?: string;
  };
  readonly seller: { readonly agentId: number; readonly name: string };
};

/** Rights of one batch with consecutive ids. */
export type PassRun = Pick<Pass, "rightId" | "count" | "seats">;

const UINT32 = 2 ** 32 - 1;

const RUN: FieldShapes<PassRun> = {
  rightId: matching(/^[1-9][0-9]{0,19}$/, "a right id in decimal digits"),
  count: whole(1, 8),
  seats: list(text),
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
    startsAt: matching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
      "an ISO 8601 time with its offset",
    ),
    url: text,
    reportUrl: optional(text),
  }),
  seller: fields({ agentId: whole(1, UINT32), name: text }),
});
