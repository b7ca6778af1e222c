import { standingOf } from "./standingOf.ts";
import { startOf } from "./startOf.ts";
import type { Ticket } from "./Ticket.ts";

/** Tickets as the list shows them: those that still count, the nearest event first; then the others, newest first. */
export function inOrder(tickets: readonly Ticket[]): readonly Ticket[] {
  const counts = (ticket: Ticket) => !["entered", "returned", "revoked", "moved"].includes(standingOf(ticket).is);
  const start = (ticket: Ticket) => Date.parse(startOf(ticket) ?? "") || 0;
  const [open, over] = [tickets.filter(counts), tickets.filter((one) => !counts(one))];
  return [...open.toSorted((a, b) => start(a) - start(b)), ...over.toSorted((a, b) => start(b) - start(a))];
}
