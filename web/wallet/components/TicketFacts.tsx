import { timeUntil, venueDay } from "../../shared/locale/eventTimes.ts";
import { sellerHost } from "../links/sellerUrl.ts";
import { startOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Wallet } from "../Wallet.ts";

/** When, where and for how many a ticket is. Each text comes from a seller, so it is shown as text. */
export function TicketFacts({ wallet, ticket }: { readonly wallet: Wallet; readonly ticket: Ticket }) {
  const { words, state } = wallet;
  const { pass, claim, seller } = ticket;
  const startsAt = startOf(ticket);
  const soon = startsAt === undefined ? undefined : timeUntil(state.language.value, startsAt, Date.now() / 1_000);
  const runs = pass === undefined ? [] : [pass, ...(pass.runs ?? [])];
  const people = runs.reduce((sum, { count }) => sum + count, 0) || (claim?.quantity ?? 0);
  const seats = runs.flatMap((run) => run.seats);
  const place = [people === 0 ? undefined : words.people(people), pass?.className].filter(Boolean);
  return (
    <div class="facts">
      {startsAt !== undefined && (
        <p>
          <time dateTime={startsAt}>{venueDay(state.language.value, startsAt)}</time>
          {soon !== undefined && <span class="soft"> · {soon}</span>}
        </p>
      )}
      {place.length > 0 && <p>{place.join(" · ")}</p>}
      {seats.length > 0 && <p>{words.seats(seats.join(", "))}</p>}
      <p class="soft">{words.soldBy(sellerHost(seller))}</p>
    </div>
  );
}
