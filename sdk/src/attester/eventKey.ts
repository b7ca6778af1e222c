import { DoorkeyError } from "../core/DoorkeyError.ts";

const SIZE = 32;

/**
 * The secret behind the person tags of one scope, 32 bytes. With it, an attacker can try out documents until a tag
 * matches. Keep it in a secret store where the documents are read, and destroy it after the event. After that not even
 * the attester can find out which person a tag stands for.
 */
export type EventKey = Uint8Array;

/**
 * Makes a new key for the person tags of a scope.
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
 * Overwrites a key, which makes no tags any more. Delete stored copies of it too.
 *
 * @example
 * import { destroyEventKey, type EventKey } from "doorkey/attester";
 *
 * const afterTheEvent = (eventKey: EventKey) => destroyEventKey(eventKey);
 */
export function destroyEventKey(eventKey: EventKey): void {
  if (!(eventKey instanceof Uint8Array)) throw new DoorkeyError("EVENT_KEY_INVALID");
  eventKey.fill(0);
}

/** Throws if it is not a key, or was destroyed. The error has no byte of it. */
export function assertEventKey(eventKey: EventKey): void {
  if (eventKey instanceof Uint8Array && eventKey.length === SIZE && eventKey.some((byte) => byte !== 0)) return;
  throw new DoorkeyError("EVENT_KEY_INVALID");
}
