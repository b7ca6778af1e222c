import type { Ticket } from "./Ticket.ts";

/** When the event of a ticket starts: as the seller said last, because an event may move. */
export function startOf({ facts, pass }: Ticket): string | undefined {
  return facts?.startsAt ?? pass?.event.startsAt;
}

/** The name of its event. */
export function nameOf({ facts, pass }: Ticket): string | undefined {
  return facts?.name ?? pass?.event.name;
}
