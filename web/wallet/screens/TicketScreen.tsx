import { useEffect } from "preact/hooks";
import { atVenue } from "../../shared/locale/eventTimes.ts";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { Receipt } from "../components/Receipt.tsx";
import { TestTicket } from "../components/TestTicket.tsx";
import { TicketChanges } from "../components/TicketChanges.tsx";
import { TicketFacts } from "../components/TicketFacts.tsx";
import { tryDevice } from "../device/tryDevice.ts";
import { mayPass } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { safeLink, sellerHost } from "../links/sellerUrl.ts";
import { type Standing, standingOf } from "../tickets/standingOf.ts";
import { nameOf, startOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Words } from "../words/Words.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** Milliseconds between two questions about a ticket that is on its way. */
const ASK_EVERY_MS = 4_000;

/** One ticket: what it is, what became of it, and what its holder can change. */
export function TicketScreen({ wallet, ticket }: ScreenProps & { readonly ticket: Ticket }) {
  const { words, state } = wallet;
  const standing = standingOf(ticket);
  const fault = state.faults.value.get(ticket.id);
  const isOnItsWay = standing.is === "claiming" || standing.is === "awaited";
  const isFinal = fault !== undefined && !mayPass(fault);
  useEffect(() => {
    if (isFinal) return;
    void tryDevice(wallet);
    void wallet.continue(ticket);
    if (!isOnItsWay) return;
    const asking = setInterval(() => void wallet.continue(wallet.ticket(ticket.id) ?? ticket), ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, [ticket.id, isOnItsWay, isFinal]);

  const { event } = ticket.pass ?? {};
  const page = safeLink(ticket.facts?.url ?? event?.url);
  const report = safeLink(ticket.facts?.reportUrl ?? event?.reportUrl);
  const isOver = ["returned", "revoked", "moved", "entered", "cancelled"].includes(standing.is);
  return (
    <Page title={nameOf(ticket) ?? words.list.unnamed} back={{ words: words.list.title, to: fragmentOf("list") }}>
      <TicketFacts wallet={wallet} ticket={ticket} />
      <Says words={words} ticket={ticket} standing={standing} />
      {fault !== undefined && (
        <Note tone={mayPass(fault) ? "warn" : "bad"} says={words.faults[fault]}>
          <button type="button" class="button wide" onClick={() => void wallet.continue(ticket)}>
            {words.tryAgain}
          </button>
        </Note>
      )}
      {"people" in standing && <Receipt wallet={wallet} ticket={ticket} people={standing.people} />}
      {standing.is === "open" && (
        <>
          <a class="button main wide" href={fragmentOf("code", ticket.id)}>
            {words.list.showCode}
          </a>
          <TestTicket wallet={wallet} ticket={ticket} />
          <TicketChanges wallet={wallet} ticket={ticket} />
        </>
      )}
      {standing.is === "damaged" && (
        <button type="button" class="button main wide" onClick={() => void wallet.continue(ticket)}>
          {words.ticket.askAgain}
        </button>
      )}
      {ticket.news !== undefined && (
        <p class="soft">
          {words.ticket.asOf(atVenue(state.language.value, ticket.news.at / 1_000, startOf(ticket) ?? ""))}
        </p>
      )}
      {report !== undefined && (
        <p>
          <a href={report} target="_blank" rel="noopener noreferrer">
            {words.ticket.report}
          </a>
        </p>
      )}
      {page !== undefined && (
        <p>
          <a href={page} target="_blank" rel="noopener noreferrer">
            {words.ticket.eventPage}
          </a>
        </p>
      )}
      {(isOver || isOnItsWay) && (
        <details>
          <summary>{words.ticket.remove}</summary>
          <p>{words.ticket.removeHow}</p>
          <button type="button" class="button bad wide" onClick={() => void wallet.remove(ticket)}>
            {words.ticket.remove}
          </button>
        </details>
      )}
    </Page>
  );
}

/** What became of the ticket, in words. */
function Says(props: { readonly words: Words; readonly ticket: Ticket; readonly standing: Standing }) {
  const { words, ticket, standing } = props;
  const says = words.ticket;
  const shop = sellerHost(ticket.seller);
  const returned = ticket.news?.rights.filter(({ freed }) => freed === "returned").length ?? 0;
  switch (standing.is) {
    case "claiming":
      return <Note tone="plain" says={{ title: says.claiming, advice: says.claimingHow }} />;
    case "awaited":
      return <Note tone="plain" says={{ title: says.awaited, advice: says.awaitedHow(shop) }} />;
    case "damaged":
      return <Note tone="bad" says={{ title: words.list.standing.damaged, advice: says.damaged }} />;
    case "cancelled":
      return <Note tone="bad" says={{ title: words.list.standing.cancelled, advice: says.cancelled(shop) }} />;
    case "returned":
      return <Note tone="plain" says={{ title: words.list.standing.returned, advice: says.returned(shop) }} />;
    case "revoked":
      return <Note tone="bad" says={{ title: words.list.standing.revoked, advice: says.revoked(shop) }} />;
    case "moved":
      return <Note tone="plain" says={{ title: words.list.standing.moved, advice: says.moved }} />;
    default:
      return returned === 0 ? null : <p class="says">{says.someReturned(returned)}</p>;
  }
}
