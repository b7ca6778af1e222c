import { type Address, assertHex } from "./Hex.ts";
import { assertUint } from "./integers.ts";

/** Where rights live: a chain and its EntryRightRegistry. All statements are signed in this domain. */
export type Registry = {
  readonly chainId: bigint | number;
  /** Address of EntryRightRegistry. */
  readonly registry: Address;
};

/** One event, the same wherever it is named. */
export type EventRef = {
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly registry: Address;
  readonly eventId: number;
};

export function assertRegistry({ chainId, registry }: Registry): void {
  assertUint("chainId", chainId, 256);
  assertHex("registry", registry, 20);
}

export function assertEventRef(event: EventRef): void {
  assertRegistry(event);
  assertUint("eventId", event.eventId, 32);
}

/**
 * Whether both name the same event.
 *
 * @example
 * import { sameEvent, type EventRef } from "doorkey";
 *
 * const indexOf = (events: readonly EventRef[], event: EventRef) => events.findIndex((one) => sameEvent(one, event));
 */
export function sameEvent(a: EventRef, b: EventRef): boolean {
  return eventKey(a) === eventKey(b);
}

/** The event as one text: what keys are filed under. */
export function eventKey({ chainId, registry, eventId }: EventRef): string {
  return `${chainId}:${registry.toLowerCase()}:${eventId}`;
}
