import { ZeroAddress } from "ethers";
import type { Connection } from "../connection/Connection.ts";
import { DoorkeyError } from "../errors/DoorkeyError.ts";
import { askChain } from "../errors/fromNode.ts";
import { toHex } from "../internal/bytes.ts";
import { keccakWords } from "../internal/keccak.ts";
import { assertEventRef, type EventRef } from "../values/EventRef.ts";
import type { Address, Hex } from "../values/Hex.ts";

/** Where one person counts as one: the event in whose scope persons are counted, and the contract that believes attesters. */
export type IdentityScope = EventRef & {
  /** Address of the identity verifier. */
  readonly verifier: Address;
};

/**
 * The scope in which an event counts its persons: its own, or that of the event that its policy names.
 *
 * @throws EVENT_NAMELESS when the event has no identity verifier; CALL_REVERTED with EventNonexistent.
 * @example
 * import type { Connection } from "doorkey";
 * import { identityScope } from "doorkey/attester";
 *
 * const scopeOfTour = (connection: Connection) => identityScope(connection, { eventId: 7 });
 */
export async function identityScope(
  { chainId, rightsRegistry, contracts }: Connection,
  { eventId }: { readonly eventId: number },
): Promise<IdentityScope> {
  const event = await askChain(() => contracts.events.eventOf(eventId));
  if (event.identityVerifier === ZeroAddress) {
    throw new DoorkeyError("EVENT_NAMELESS", { details: [`Event ${eventId}.`] });
  }
  return { chainId, rightsRegistry, eventId: Number(event.scope), verifier: event.identityVerifier as Address };
}

/** The scope as attestations name it: keccak256 of chain, EntryRightRegistry and scope event. */
export function scopeHash(scope: EventRef): Hex {
  assertEventRef(scope);
  return toHex(keccakWords(scope.chainId, BigInt(scope.rightsRegistry), scope.eventId));
}
