import { DoorkeyError } from "../core/DoorkeyError.ts";

const SIZE = 32;

/**
 * The secret behind the person tags of one scope, 32 bytes. Whoever has it can try out documents until a tag fits: keep
 * it where the documents are read, in a secret store, and destroy it after the event. Then nobody, not even the
 * attester, can tell who a tag stands for.
 */
export type EventKey = Uint8Array;

/**
 * A new key for the person tags of a scope.
 *
 * @example
 * import { newEventKey } from "doorkey/attester";
 *
 * const eventKey = newEventKey();
 */
export function newEventKey(): EventKey {
  return crypto.getRandomValues(new Uint8Array(SIZE));
}

/**
 * Overwrites a key: it makes no tags any more. Delete what was stored of it too.
 *
 * @example
 * import { destroyEventKey, type EventKey } from "doorkey/attester";
 *
 * const afterTheEvent = (eventKey: EventKey) => destroyEventKey(eventKey);
 */
export function destroyEventKey(eventKey: EventKey): void {
  eventKey.fill(0);
}

/** Throws for what is no key, or was destroyed; never with a byte of it. */
export function assertEventKey(eventKey: EventKey): void {
  if (eventKey instanceof Uint8Array && eventKey.length === SIZE && eventKey.some((byte) => byte !== 0)) return;
  throw new DoorkeyError("EVENT_KEY_INVALID");
}
