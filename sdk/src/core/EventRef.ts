import { assertHex } from "./assertHex.ts";
import { given } from "./given.ts";
import type { Address } from "./Hex.ts";
import { assertUint } from "./integers.ts";
import { fields, hexOf, type Shape, whole } from "./shape.ts";

/** Where rights live: a chain and its EntryRightRegistry. Holders sign all statements in this domain. */
export type SuiteRef = {
  readonly chainId: bigint | number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
};

/** One event, identified across chains and deployments. */
export type EventRef = {
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
};

export const EVENT_REF: Shape<EventRef> = fields({
  chainId: whole(1),
  rightsRegistry: hexOf(20),
  eventId: whole(1, 2 ** 32 - 1),
});

export function assertSuite(suite: SuiteRef): void {
  const { chainId, rightsRegistry } = given("suite", suite);
  assertUint("chainId", chainId, 256);
  assertHex("rightsRegistry", rightsRegistry, 20);
}

export function assertEventRef(event: EventRef): void {
  assertSuite(event);
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
  assertEventRef(a);
  assertEventRef(b);
  return eventKey(a) === eventKey(b);
}

/** The event as one text, the same for equal events. */
export function eventKey({ chainId, rightsRegistry, eventId }: EventRef): string {
  return `${chainId}:${rightsRegistry.toLowerCase()}:${eventId}`;
}
