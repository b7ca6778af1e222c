import { entryCode } from "doorkey/buyer";
import { keyOf } from "./keyOf.ts";
import type { Means } from "./Means.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Signs a code with the key of a ticket, as at the door, and throws it away. A passkey asks its owner.
 *
 * @param due The reminder that this test answers.
 * @throws What loadDeviceKey and entryCode throw.
 */
export async function testTicket(means: Means, { id, ...ticket }: Ticket, due: Ticket["tested"]): Promise<void> {
  const key = await keyOf(means, { id, ...ticket });
  if (ticket.pass !== undefined) await entryCode(key, ticket.pass);
  const kept = await means.tickets.find(id);
  if (kept !== undefined && due !== undefined) await means.tickets.put({ ...kept, tested: due });
}
