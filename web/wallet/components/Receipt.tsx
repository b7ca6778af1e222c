import { atVenue } from "../../shared/locale/eventTimes.ts";
import type { Person } from "../tickets/peopleOf.ts";
import { startOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Wallet } from "../Wallet.ts";

/** When and where people went in, as the seller read it from the chain. */
export function Receipt(props: {
  readonly wallet: Wallet;
  readonly ticket: Ticket;
  readonly people: readonly Person[];
}) {
  const { wallet, ticket, people } = props;
  const { words, state } = wallet;
  const entered = people.filter(({ state }) => state === "in");
  if (entered.length === 0) return null;
  const startsAt = startOf(ticket) ?? "";
  return (
    <section class="receipt">
      {entered.length === people.length && <p class="says">{words.ticket.entered}</p>}
      <ul>
        {entered.map(({ index, seat, entry }) => (
          <li key={index}>
            {seat ?? words.code.person(index + 1)}
            {entry !== undefined &&
              ` · ${words.ticket.receipt(entry.lane, atVenue(state.language.value, entry.at, startsAt))}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
