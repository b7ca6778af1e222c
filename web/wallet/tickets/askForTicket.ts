import { createDeviceKey, type EventRef, type KeyKind, requestPersistence } from "doorkey/buyer";
import type { Means } from "./Means.ts";
import { oneAtATime } from "./oneAtATime.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Makes the key to which another phone, or the box office, will move a ticket. A phone that asked before keeps its key.
 *
 * @throws What createDeviceKey throws; QuotaExceededError when the browser has no room.
 */
export async function askForTicket(means: Means, asked: askForTicket.Parameters): Promise<Ticket> {
  const { event, seller, kind } = asked;
  return oneAtATime(`receive ${event.eventId} ${seller}`, async () => {
    const isSame = (one: Ticket) => one.event.eventId === event.eventId && one.seller === seller;
    const waiting = (await means.tickets.all()).find(
      (one) => isSame(one) && one.pass === undefined && one.claim === undefined,
    );
    if (waiting !== undefined) return waiting;
    await requestPersistence();
    const facts = await means.seller(seller).event(event.eventId);
    const key = await createDeviceKey({ kind, event, store: means.keys, passkey: { userName: facts.name } });
    const { address: holder } = key;
    const ticket: Ticket = { id: holder, seller, event, holder, keyKind: key.kind, facts, addedAt: Date.now() };
    await means.tickets.put(ticket);
    return ticket;
  });
}

export declare namespace askForTicket {
  type Parameters = { readonly event: EventRef; readonly seller: string; readonly kind: KeyKind };
}
