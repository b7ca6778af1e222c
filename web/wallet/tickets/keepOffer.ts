import {
  createDeviceKey,
  type Invitation,
  type KeyKind,
  requestPersistence,
  type SellerEvent,
  signClaim,
} from "doorkey/buyer";
import type { Means } from "./Means.ts";
import { oneAtATime } from "./oneAtATime.ts";
import type { Ticket } from "./Ticket.ts";

/** An invitation as the fan sees it: who sells what. */
export type Offer = {
  readonly invitation: Invitation;
  readonly seller: string;
  readonly facts: SellerEvent;
  readonly kind: KeyKind;
};

/**
 * Answers an offer with a key of this phone: makes the key, signs the claim and keeps both. Nothing is sent so far. A
 * second call, also in another tab, returns the ticket of the first.
 *
 * @throws What createDeviceKey and signClaim throw; QuotaExceededError when the browser has no room.
 */
export async function keepOffer(means: Means, { invitation, seller, facts, kind }: Offer): Promise<Ticket> {
  const { event, purchaseKey: id } = invitation;
  return oneAtATime(`offer ${id}`, async () => {
    const known = await means.tickets.find(id);
    if (known !== undefined) return known;
    await requestPersistence();
    const passkey = { rpName: "Tickets", userName: facts.name };
    const key = await createDeviceKey({ kind, event, passkey, store: means.keys });
    const claim = await signClaim(key, invitation);
    const ticket: Ticket = {
      ...{ id, seller, event, holder: key.address, keyKind: key.kind, claim, facts },
      addedAt: Date.now(),
    };
    await means.tickets.put(ticket);
    return ticket;
  });
}
