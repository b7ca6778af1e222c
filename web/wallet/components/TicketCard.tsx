import { fragmentOf } from "../links/readRoute.ts";
import { reminderOf } from "../tickets/reminderOf.ts";
import { standingOf } from "../tickets/standingOf.ts";
import { nameOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Wallet } from "../Wallet.ts";
import { TicketFacts } from "./TicketFacts.tsx";

/** A ticket in the list: what it is, what became of it, and the way to its code. */
export function TicketCard({ wallet, ticket }: { readonly wallet: Wallet; readonly ticket: Ticket }) {
  const { words, state } = wallet;
  const { list, faults } = words;
  const standing = standingOf(ticket);
  const fault = state.faults.value.get(ticket.id);
  const inside = standing.is === "open" ? standing.people.filter(({ state }) => state === "in").length : 0;
  const reminder = standing.is === "open" ? reminderOf(ticket, Date.now() / 1_000) : undefined;
  const isOpen = standing.is === "open";
  const says = inside > 0 ? list.someIn(inside) : list.standing[standing.is];
  return (
    <article class={isOpen ? "card ticket" : "card ticket quiet"} data-standing={standing.is}>
      <h2>
        <a href={fragmentOf("ticket", ticket.id)}>{nameOf(ticket) ?? list.unnamed}</a>
      </h2>
      <TicketFacts wallet={wallet} ticket={ticket} />
      {says !== "" && <p class="says">{says}</p>}
      {fault !== undefined && !isOpen && <p class="warn-text">{faults[fault].title}</p>}
      {reminder !== undefined && <p class="warn-text">{words.ticket.testDue[reminder]}</p>}
      {isOpen && (
        <a class="button main wide" href={fragmentOf("code", ticket.id)}>
          {list.showCode}
        </a>
      )}
    </article>
  );
}
