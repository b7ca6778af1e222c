import { checksummed } from "../core/checksummed.ts";
import { RIGHT_STATUSES, type RightStatus } from "../core/contractEnums.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { type RightId, unpackRightId } from "../core/RightId.ts";
import { assertState } from "./assertState.ts";
import type { IndexState } from "./IndexState.ts";
import { classIn, holderIn, seatIn } from "./lookUp.ts";

/** A right according to an index. */
export type IndexedRight = {
  readonly rightId: RightId;
  readonly eventId: number;
  readonly holder: Address;
  readonly status: RightStatus;
  readonly agentId: number;
  readonly classId: number;
  readonly className: string;
  /** 0 in a class without seats. */
  readonly seat: number;
  /** Whether a person tag is bound to it, since its grant or since it was named. */
  readonly named: boolean;
  /** Seconds. */
  readonly grantedAt: number;
  /** Seconds; 0 = never rebound or named. */
  readonly reboundAt: number;
  readonly rebinds: number;
};

/**
 * Looks a right up.
 *
 * @returns undefined if the logs have no such right.
 * @throws VALUE_INVALID if it is not below 2^64.
 * @example
 * import { indexedRight, type IndexState } from "doorkey/event-index";
 *
 * const statusOf = (state: IndexState, rightId: bigint) => indexedRight(state, { rightId })?.status ?? "unknown";
 */
export function indexedRight(state: IndexState, parameters: indexedRight.Parameters): IndexedRight | undefined {
  assertState(state);
  const { rightId } = given("parameters", parameters);
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const event = state.events.get(eventId);
  const batch = event?.batches[number];
  if (event === undefined || batch === undefined || index >= batch.count) return undefined;
  const holding = batch.holdings.get(index);
  return {
    rightId,
    eventId,
    holder: checksummed(holderIn({ batch, index }) as Hex),
    status: RIGHT_STATUSES[batch.statuses[index] ?? 0] as RightStatus,
    agentId: batch.agentId,
    classId: batch.classId,
    className: classIn(event, batch.classId).name,
    seat: seatIn({ batch, index }),
    named: batch.tagged || (holding?.named ?? false),
    grantedAt: batch.grantedAt,
    reboundAt: holding?.reboundAt ?? 0,
    rebinds: holding?.rebinds ?? 0,
  };
}

export declare namespace indexedRight {
  type Parameters = { readonly rightId: RightId };
}
