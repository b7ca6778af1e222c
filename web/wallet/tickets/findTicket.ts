import { type Pass, recoverPasskey, sameEvent } from "doorkey/buyer";
import type { Offer } from "./keepOffer.ts";
import type { Means } from "./Means.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Finds a ticket that was kept here with a passkey before the browser cleared all that it had. The owner chooses the
 * passkey; the seller says which of the keys that fit has a ticket of the event.
 *
 * @throws PASSKEY_UNKNOWN when none of them has one, SELLER_UNREACHABLE, and what a passkey throws.
 */
export async function findTicket(means: Means, { invitation, seller, facts }: Omit<Offer, "kind">): Promise<Ticket> {
  const { event, purchaseKey: id } = invitation;
  let pass: Pass | undefined;
  const holds = async (holder: string) => {
    const { passes } = await means.seller(seller).rights(holder);
    pass = passes.find((one) => sameEvent(one, event));
    return pass !== undefined;
  };
  const { address: holder } = await recoverPasskey({ event, holds, store: means.keys });
  const ticket: Ticket = {
    ...{ id, seller, event, holder, keyKind: "passkey", facts, addedAt: Date.now() },
    ...(pass && { pass }),
  };
  await means.tickets.put(ticket);
  return ticket;
}
