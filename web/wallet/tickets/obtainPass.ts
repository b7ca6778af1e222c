import type { Means } from "./Means.ts";
import { oneAtATime } from "./oneAtATime.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Sends the claim of a ticket to its seller, and keeps the pass. The seller answers the same claim with the same pass, so
 * an attempt that broke off is simply made again.
 *
 * @returns The ticket with its pass.
 * @throws SELLER_UNREACHABLE, SELLER_ANSWER_MALFORMED, and what the seller refuses with; the ticket stays as it was.
 */
export async function obtainPass(means: Means, { id }: Ticket): Promise<Ticket | undefined> {
  return oneAtATime(`pass ${id}`, async () => {
    const ticket = await means.tickets.find(id);
    if (ticket?.claim === undefined || ticket.pass !== undefined) return ticket;
    const pass = await means.seller(ticket.seller).claim(ticket.claim);
    const kept = { ...ticket, pass };
    await means.tickets.put(kept);
    return kept;
  });
}
