/** How a walker picks its targets: mostly ones with which a call can succeed. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HolderKey } from "doorkey-test-support/keys";
import { packRightId } from "doorkey-test-support/statements";
import type { IndexedClass, IndexedEvent } from "../../../sdk/src/eventIndex/IndexState.ts";
import type { Place } from "../../../sdk/src/eventIndex/lookUp.ts";
import type { Walker } from "./walker.ts";

export function oneIn({ roll }: Walker, n: number): boolean {
  return roll(n) === 0;
}

export function pick<T>({ roll }: Walker, list: readonly T[]): T {
  const item = list[roll(list.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Whether an act can succeed on this event, at this time. */
export type Wanted = (event: IndexedEvent, now: number) => boolean;

/** An event, mostly one that can still change: not cancelled, and before its doors open. */
export function anyEvent(
  walker: Walker,
  wanted: Wanted = ({ cancelled, schedule }, now) => !cancelled && schedule.doorsOpenAt > now,
): IndexedEvent {
  const all = [...walker.state.events.values()];
  const best = oneIn(walker, 8) ? [] : all.filter((event) => wanted(event, walker.clock.now));
  return pick(walker, best.length === 0 ? all : best);
}

export function anyClass(walker: Walker, event: IndexedEvent): { classId: number; of: IndexedClass } {
  const of = pick(walker, event.classes);
  return { classId: event.classes.indexOf(of) + 1, of };
}

export type Found = Place & { readonly rightId: bigint };

export const isLive = ({ batch, index }: Place): boolean => (batch.statuses[index] ?? 3) < 2;
export const isNamed = ({ batch, index }: Place): boolean => batch.tagged || batch.holdings.get(index)?.named === true;
export const rebindsOf = ({ batch, index }: Place): number => batch.holdings.get(index)?.rebinds ?? 0;

/** A right of any of the events, mostly one that `wanted` accepts. */
export function anyRight(walker: Walker, wanted: (found: Found) => boolean = isLive): Found | undefined {
  const all = [...walker.state.events.values()].flatMap((event) =>
    event.batches.flatMap((batch, number) =>
      Array.from({ length: batch.count }, (_, index) => {
        return { event, batch, index, rightId: packRightId(event.id, number, index) };
      }),
    ),
  );
  const best = oneIn(walker, 8) ? all : all.filter(wanted);
  return best.length === 0 ? undefined : pick(walker, best);
}

export function organizer({ organizers }: Walker, organizerId: number) {
  const found = organizers[organizerId - 1];
  if (found === undefined) throw new Error(`no organizer ${organizerId}`);
  return found;
}

export function agent({ agents }: Walker, agentId: number): HardhatEthersSigner {
  const found = agents[agentId - 1];
  if (found === undefined) throw new Error(`no agent ${agentId}`);
  return found;
}

export function asOrganizer(walker: Walker, event: IndexedEvent): HardhatEthersSigner {
  return oneIn(walker, 12) ? walker.suite.roles.stranger : organizer(walker, event.organizerId).admin;
}

/** An account of the organizer or of the issuing agent. */
export function ruler(walker: Walker, { event, batch }: Found): HardhatEthersSigner {
  return oneIn(walker, 2) ? asOrganizer(walker, event) : agent(walker, batch.agentId);
}

export function keyOf(walker: Walker, holder: string): HolderKey {
  if (oneIn(walker, 10)) return pick(walker, [...walker.holders.values()]);
  const key = walker.holders.get(holder);
  if (key === undefined) throw new Error(`nobody has the key of ${holder}`);
  return key;
}

export function anyHolder(walker: Walker): string {
  return pick(walker, [...walker.holders.keys()]);
}
