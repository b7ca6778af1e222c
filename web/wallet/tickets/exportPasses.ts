import type { Ticket } from "./Ticket.ts";

/** The passes of the wallet as a file's text. Keys never leave the phone, so nobody gets in with this file. */
export function exportPasses(tickets: readonly Ticket[]): string {
  const passes = tickets.flatMap(({ seller, pass }) => (pass === undefined ? [] : [{ seller, pass }]));
  return `${JSON.stringify({ passes }, null, 2)}\n`;
}
