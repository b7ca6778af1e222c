import { type Address, packRightId, type RightId } from "doorkey";
import type { HolderRight } from "doorkey/buyer";
import { type IndexedRight, indexedRight, rightsOf } from "doorkey/event-index";
import type { Events } from "../follow/Events.ts";
import type { ChainIndex } from "../follow/followChain.ts";
import type { EntryAt } from "../follow/History.ts";
import { ProblemError } from "../problems/ProblemError.ts";

/** A right as the box office sees it. JSON. Times in seconds. */
export type RightRow = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly eventId: number;
  readonly classId: number;
  readonly className: string;
  /** Its label. */
  readonly seat?: string;
  readonly status: IndexedRight["status"];
  readonly holder: Address;
  readonly agentId: number;
  readonly named: boolean;
  readonly rebinds: number;
  readonly grantedAt: number;
  readonly reboundAt?: number;
  readonly freed?: "returned" | "revoked";
  readonly entry?: EntryAt;
  /** The order and the sale that it came from, if this office has them. */
  readonly order?: string;
  readonly saleId?: string;
};

/** The rights of the office's events, by what a clerk has at hand. */
export type Rights = {
  /** Undefined if the chain has no such right, or it is of an event that this office does not sell. */
  readonly find: (rightId: RightId) => RightRow | undefined;
  /** @throws RIGHT_UNKNOWN */
  readonly read: (rightId: RightId) => RightRow;
  readonly ofHolder: (holder: Address) => readonly RightRow[];
  /** The rights that have a seat now or had it. */
  readonly ofSeat: (label: string, eventId: number | undefined) => readonly RightRow[];
  /** For the key that asks: what it holds, and what this office granted to it and it lost. */
  readonly forHolder: (holder: Address, eventIds: readonly number[]) => readonly HolderRight[];
};

type SaleOf = (rightId: string) => { readonly id: string; readonly order: string } | undefined;

/** @param options.saleOf The sale that a right came from. */
export function createRights(options: createRights.Options): Rights {
  const { index, events, agentId, saleOf } = options;
  const { history } = index;

  function rowOf(right: IndexedRight): RightRow {
    const { rightId, eventId, classId, seat, reboundAt, ...same } = right;
    const [entry, freed, sale] = [history.entryOf(rightId), history.freedOf(rightId), saleOf(String(rightId))];
    const isSeated = index.state().events.get(eventId)?.classes[classId - 1]?.seated === true;
    return {
      rightId: String(rightId),
      eventId,
      classId,
      ...same,
      ...(isSeated && { seat: events.seatLabel(eventId, classId, seat) }),
      ...(reboundAt > 0 && { reboundAt }),
      ...(freed !== undefined && { freed }),
      ...(entry !== undefined && { entry }),
      ...(sale !== undefined && { order: sale.order, saleId: sale.id }),
    };
  }

  function found(rightId: RightId): IndexedRight | undefined {
    const right = indexedRight(index.state(), { rightId });
    return right !== undefined && events.ids.includes(right.eventId) ? right : undefined;
  }

  function find(rightId: RightId): RightRow | undefined {
    const right = found(rightId);
    return right && rowOf(right);
  }

  return {
    find,
    read: (rightId) => {
      const right = find(rightId);
      if (right === undefined) throw new ProblemError("RIGHT_UNKNOWN");
      return right;
    },
    ofHolder: (holder) => {
      const held = rightsOf(index.state(), { holder }).filter(({ eventId }) => events.ids.includes(eventId));
      return [...held, ...history.lostBy(holder).flatMap((rightId) => found(rightId) ?? [])].map(rowOf);
    },
    ofSeat: (label, eventId) => {
      const ids = eventId === undefined ? events.ids : events.ids.filter((id) => id === eventId);
      return ids.flatMap((id) => rightsOfSeat(index, events, id, label)).map(rowOf);
    },
    forHolder: (holder, eventIds) => {
      const held = rightsOf(index.state(), { holder }).filter(({ eventId }) => eventIds.includes(eventId));
      const lost = history.lostBy(holder).flatMap((rightId) => found(rightId) ?? []);
      const mine = lost.filter((right) => right.agentId === agentId && eventIds.includes(right.eventId));
      return [...held, ...mine].map((right) => forFan(right, history));
    },
  };
}

export declare namespace createRights {
  type Options = {
    readonly index: ChainIndex;
    readonly events: Events;
    readonly agentId: number;
    readonly saleOf: SaleOf;
  };
}

function forFan(
  { rightId, eventId, status, holder, rebinds }: IndexedRight,
  history: ChainIndex["history"],
): HolderRight {
  const [entry, freed] = [history.entryOf(rightId), history.freedOf(rightId)];
  return {
    rightId: String(rightId),
    ...{ eventId, status, holder, rebinds },
    ...(status === "void" && freed !== undefined && { freed }),
    // A desk that lets the holder in has no lane.
    ...(entry !== undefined && { entry: { at: entry.at, lane: entry.lane ?? 0 } }),
  };
}

/** Walks the batches of the classes that have a seat of this label. */
function rightsOfSeat(index: ChainIndex, events: Events, eventId: number, label: string): IndexedRight[] {
  const state = index.state();
  const event = state.events.get(eventId);
  if (event === undefined) return [];
  const seats = new Map(
    (events.document(eventId)?.classes ?? []).map(({ id, seats }) => [id, seats.indexOf(label)] as const),
  );
  const rights: IndexedRight[] = [];
  for (const [number, { classId, count, seated, records }] of event.batches.entries()) {
    const seat = seats.get(classId) ?? -1;
    if (!seated || seat < 0) continue;
    const wanted = seat.toString(16).padStart(6, "0");
    for (let i = 0; i < count; i++) {
      if (records.slice(42 + 46 * i, 48 + 46 * i) !== wanted) continue;
      const right = indexedRight(state, { rightId: packRightId({ eventId, batch: number, index: i }) });
      if (right !== undefined) rights.push(right);
    }
  }
  return rights;
}
