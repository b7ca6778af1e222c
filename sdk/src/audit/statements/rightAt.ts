import type { Address } from "../../core/Hex.ts";
import { type RightId, unpackRightId } from "../../core/RightId.ts";
import type { IndexedBatch, IndexedEvent, IndexState } from "../../eventIndex/IndexState.ts";
import { holderIn } from "../../eventIndex/lookUp.ts";

/** A right as a state has it. */
export type RightThen = {
  readonly event: IndexedEvent;
  readonly batch: IndexedBatch;
  readonly index: number;
  /** In lower case. */
  readonly holder: Address;
  readonly rebinds: number;
  /** Seconds; 0 = never. */
  readonly reboundAt: number;
  readonly named: boolean;
  readonly status: "granted" | "rebound" | "admitted" | "void";
};

const STATUSES = ["granted", "rebound", "admitted", "void"] as const;

/** The right in that state; undefined if the logs before do not have it. */
export function rightAt(state: IndexState, rightId: RightId): RightThen | undefined {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const event = state.events.get(eventId);
  const batch = event?.batches[number];
  if (event === undefined || batch === undefined || index >= batch.count) return undefined;
  const holding = batch.holdings.get(index);
  return {
    event,
    batch,
    index,
    holder: holderIn({ batch, index }) as Address,
    rebinds: holding?.rebinds ?? 0,
    reboundAt: holding?.reboundAt ?? 0,
    named: batch.tagged || (holding?.named ?? false),
    status: STATUSES[batch.statuses[index] ?? 0] ?? "void",
  };
}
