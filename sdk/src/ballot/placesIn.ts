import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import type { Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { entrantKey } from "../draw/Entrant.ts";
import { ballotAt } from "./ballotAt.ts";
import type { DrawState } from "./readDraw.ts";

/** Questions at the same time. */
const WIDTH = 16;

/**
 * Where an entrant stands:
 * - `listed`: in the draw, which is not settled yet;
 * - `waiting`: in line; the wait-list is the same order;
 * - `offered`: may be granted a place until `offeredUntil`;
 * - `kept`: accepted, and may be granted the place until `offeredUntil`;
 * - `restored`: was granted a place, and the organizer lets it be granted one again while a place is free;
 * - `taken`: was granted the place;
 * - `passed`: the window went by without a grant.
 */
export type PlaceStatus = "listed" | "waiting" | "offered" | "kept" | "restored" | "taken" | "passed";

/** An entrant of a draw, as the chain had it. */
export type PlaceState = {
  readonly status: PlaceStatus;
  /** Persons in the party, or places of the key. */
  readonly size: number;
  /** 0 for the one who leads the party or comes alone; companions are 1 to 3. */
  readonly member: number;
  /** Number of its party among those of this size, from 0. With the seed it gives the position, see `rankIn`. */
  readonly number: number;
  /** Position in the order of parties of this size, from 1. Missing before the draw is settled. */
  readonly position?: number | undefined;
  /** How many parties of this size there are. */
  readonly of: number;
  /** How many parties of this size have a place before this one. 0 if it is next. Only while it waits. */
  readonly ahead?: number | undefined;
  /** Until when the place is offered or kept, in seconds. */
  readonly offeredUntil?: number | undefined;
};

/** Where each of these entrants stands, at the block of the draw; undefined for one that is not in it. */
export function placesIn(
  connection: Connection,
  draw: DrawState,
  entries: readonly Hex[],
): Promise<readonly (PlaceState | undefined)[]> {
  const { ballot } = ballotAt(connection);
  return mapBounded(entries, WIDTH, async (entry) => {
    const key = BigInt(entrantKey(entry));
    const at = { blockTag: draw.block };
    const place = await askChain(() => ballot.placeOf(draw.eventId, draw.classId, key, at));
    const { member, number, rank, isOffered, isKept, isTaken, restored } = place;
    return place.size === 0n
      ? undefined
      : stateOf(draw, Number(place.size), {
          member: Number(member),
          number,
          rank,
          isOffered,
          isKept,
          isTaken,
          isRestored: restored > 0n,
        });
  });
}

type Found = {
  readonly member: number;
  readonly number: bigint;
  readonly rank: bigint;
  readonly isOffered: boolean;
  readonly isKept: boolean;
  readonly isTaken: boolean;
  readonly isRestored: boolean;
};

function stateOf(
  draw: DrawState,
  size: number,
  { member, number: found, rank: drawn, isOffered, isKept, isTaken, isRestored }: Found,
): PlaceState {
  const pool = draw.pools[size - 1];
  const of = pool?.parties ?? 0;
  const number = Number(found);
  if (draw.stage === "entries") return { status: "listed", size, member, number, of };
  const rank = Number(drawn);
  const place = { size, member, number, of, position: rank + 1 };
  if (isOffered && isKept) return { ...place, status: "kept", offeredUntil: Math.max(draw.keepUntil, draw.deadline) };
  if (isOffered) return { ...place, status: "offered", offeredUntil: draw.deadline };
  if (isRestored) return { ...place, status: "restored" };
  if (isTaken) return { ...place, status: "taken" };
  const cutoff = pool?.cutoff ?? 0;
  if (rank < cutoff) return { ...place, status: "passed" };
  return { ...place, status: "waiting", ahead: rank - cutoff };
}

/** Whether the Ballot lets the entrant be granted a place now. */
export function isOffered({ status }: PlaceState): boolean {
  return status === "offered" || status === "kept" || status === "restored";
}

/** Ranks of one size together, because they share words of the Ballot's memory. */
export function byRank(a: PlaceState, b: PlaceState): number {
  return a.size - b.size || (a.position ?? 0) - (b.position ?? 0);
}
