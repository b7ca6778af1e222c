import { recoverPasskey } from "doorkey/buyer";
import type { Means } from "./Means.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Finds the passkey of a ticket again after the browser cleared its storage. The owner chooses it.
 *
 * @throws PASSKEY_UNKNOWN for another one, and what a passkey throws.
 */
export async function recoverTicket({ keys }: Means, { event, holder }: Ticket): Promise<void> {
  await recoverPasskey({ event, address: holder, store: keys });
}
