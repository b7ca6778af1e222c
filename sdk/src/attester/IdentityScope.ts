import { ZeroAddress } from "ethers";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { keccakWords } from "../core/keccak.ts";

/** Where persons are counted: the event whose scope counts them, and the contract that trusts attesters for it. */
export type IdentityScope = EventRef & {
  /** Address of the identity verifier. */
  readonly verifier: Address;
};

/**
 * The scope in which an event counts its persons: its own, or that of the event that its policy names.
 *
 * @throws EVENT_WITHOUT_VERIFIER if the event has no identity verifier; CALL_REVERTED with EventNonexistent.
 * @example
 * import type { Connection } from "doorkey";
 * import { identityScope } from "doorkey/attester";
 *
 * const scopeOfTour = (connection: Connection) => identityScope(connection, { eventId: 7 });
 */
export async function identityScope(
  connection: Connection,
  parameters: { readonly eventId: number },
): Promise<IdentityScope> {
  const { eventId } = checked(connection, parameters, ["eventId"]);
  const { chainId, rightsRegistry, contracts } = connection;
  const event = await askChain(() => contracts.events.eventOf(eventId));
  if (event.identityVerifier === ZeroAddress) {
    throw new DoorkeyError("EVENT_WITHOUT_VERIFIER", { details: [`Event ${eventId}.`] });
  }
  return { chainId, rightsRegistry, eventId: Number(event.scope), verifier: event.identityVerifier as Address };
}

/** The scope in the form of attestations: keccak256 of chain, EntryRightRegistry and scope event. */
export function scopeHash(scope: EventRef): Hex {
  assertEventRef(scope);
  return toHex(keccakWords(scope.chainId, BigInt(scope.rightsRegistry), scope.eventId));
}
