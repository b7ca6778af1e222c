import type { DeviceKey } from "doorkey/buyer";
import { useEffect, useState } from "preact/hooks";
import { Note } from "../components/Note.tsx";
import { Receipt } from "../components/Receipt.tsx";
import { type Fault, faultOf } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { keyOf } from "../tickets/keyOf.ts";
import { standingOf } from "../tickets/standingOf.ts";
import { nameOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";
import { ShowCode } from "./ShowCode.tsx";

/** Milliseconds between two questions to the seller whether the people of a shown code are in. */
const ASK_EVERY_MS = 10_000;

/** The code for the gate, over the whole screen. When the people are in, what is known of their entry. */
export function CodeScreen({ wallet, ticket }: ScreenProps & { readonly ticket: Ticket }) {
  const { words } = wallet;
  const [key, setKey] = useState<DeviceKey>();
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    document.title = nameOf(ticket) ?? words.list.unnamed;
    keyOf(wallet.means, ticket).then(setKey, (error) => setFault(faultOf(error)));
    const asking = setInterval(() => void wallet.continue(wallet.ticket(ticket.id) ?? ticket), ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, [ticket.id]);

  const standing = standingOf(ticket);
  const isOpen = standing.is === "open" && ticket.pass !== undefined;
  return (
    <main class="code-screen">
      <header>
        <h1>{nameOf(ticket) ?? words.list.unnamed}</h1>
        <a class="button" href={fragmentOf("ticket", ticket.id)}>
          <span aria-hidden="true">✕</span>
          <span class="unseen">{words.close}</span>
        </a>
      </header>
      {fault !== undefined && <Note tone="bad" says={words.faults[fault]} />}
      {!isOpen && "people" in standing && <Receipt wallet={wallet} ticket={ticket} people={standing.people} />}
      {!isOpen && <p class="says">{words.list.standing[standing.is]}</p>}
      {isOpen && fault === undefined && key !== undefined && (
        <ShowCode wallet={wallet} ticket={ticket} pass={ticket.pass} keyOfTicket={key} people={standing.people} />
      )}
    </main>
  );
}
