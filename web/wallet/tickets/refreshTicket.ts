import { sameAddress, sameEvent } from "doorkey/buyer";
import type { Means } from "./Means.ts";
import { oneAtATime } from "./oneAtATime.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Asks the seller what became of a ticket, and keeps the answer. The seller's pass replaces the kept one, because it has
 * the time to which an event was moved, and the places that are left. A seller cannot take a pass away: without one in
 * its answer, the kept one stays, and the news say why.
 *
 * @throws SELLER_UNREACHABLE, SELLER_ANSWER_MALFORMED, and what the seller refuses with; the ticket stays as it was.
 */
export async function refreshTicket(means: Means, { id, seller, holder, event }: Ticket): Promise<Ticket | undefined> {
  const shop = means.seller(seller);
  const [{ passes, rights }, facts] = await Promise.all([shop.rights(holder), shop.event(event.eventId)]);
  const pass = passes.find((one) => sameEvent(one, event) && sameAddress(one.holder, holder));
  return oneAtATime(`pass ${id}`, async () => {
    const ticket = await means.tickets.find(id);
    if (ticket === undefined) return undefined;
    const ofEvent = rights.filter(({ eventId }) => eventId === event.eventId);
    // A seller that is asked before it has granted knows of no rights. That is no news.
    const news = ofEvent.length === 0 ? ticket.news : { rights: ofEvent, at: Date.now() };
    const kept: Ticket = { ...ticket, facts, ...(news && { news }), ...(pass && { pass }) };
    await means.tickets.put(kept);
    return kept;
  });
}
