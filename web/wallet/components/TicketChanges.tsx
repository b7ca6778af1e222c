import { atVenue } from "../../shared/locale/eventTimes.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { startOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Wallet } from "../Wallet.ts";

/** What the holder can still change, and until when. Nothing while the seller has not said. */
export function TicketChanges({ wallet, ticket }: { readonly wallet: Wallet; readonly ticket: Ticket }) {
  const { words, state, clock } = wallet;
  const { facts, id } = ticket;
  if (facts === undefined) return null;
  const now = clock.current.value.now();
  const until = (seconds: number) => words.ticket.until(atVenue(state.language.value, seconds, startOf(ticket) ?? ""));
  return (
    <details>
      <summary>{words.ticket.more}</summary>
      {facts.maxRebinds > 0 && now < facts.rebindUntil ? (
        <>
          <a class="button wide" href={fragmentOf("move", id)}>
            {words.ticket.move}
          </a>
          <p class="soft">{until(facts.rebindUntil)}</p>
        </>
      ) : (
        <p class="soft">{words.ticket.moveOver}</p>
      )}
      {now < facts.returnUntil ? (
        <>
          <a class="button wide" href={fragmentOf("return", id)}>
            {words.ticket.giveBack}
          </a>
          <p class="soft">{until(facts.returnUntil)}</p>
        </>
      ) : (
        <p class="soft">{words.ticket.giveBackOver}</p>
      )}
    </details>
  );
}
