import { useState } from "preact/hooks";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { TicketFacts } from "../components/TicketFacts.tsx";
import { type Fault, faultOf } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { giveBack } from "../tickets/giveBack.ts";
import { standingOf } from "../tickets/standingOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** Asks before places are given back, because it cannot be undone. */
export function GiveBackScreen({ wallet, ticket }: ScreenProps & { readonly ticket: Ticket }) {
  const { words } = wallet;
  const standing = standingOf(ticket);
  const outside = standing.is === "open" ? standing.people.filter(({ state }) => state === "outside").length : 0;
  const [chosen, setChosen] = useState<number>();
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [refused, setRefused] = useState(0);
  const count = Math.min(chosen ?? outside, outside);
  const back = { words: words.giveBack.no, to: fragmentOf("ticket", ticket.id) };
  const confirm = async () => {
    setWorking(true);
    setFault(undefined);
    try {
      const returned = await wallet.change((means) => giveBack(means, ticket, count));
      if (returned === count) wallet.replace("ticket", ticket.id);
      else setRefused(count - returned);
    } catch (error) {
      setFault(faultOf(error));
    }
    setWorking(false);
  };
  return (
    <Page title={words.giveBack.title} back={back}>
      <TicketFacts wallet={wallet} ticket={ticket} />
      {outside > 1 && (
        <label>
          {words.giveBack.howMany}
          <select value={count} onChange={({ currentTarget: { value } }) => setChosen(Number(value))}>
            {Array.from({ length: outside }, (_, i) => (
              <option key={i} value={outside - i}>
                {words.people(outside - i)}
              </option>
            ))}
          </select>
        </label>
      )}
      {outside > 0 && <Note tone="warn" says={{ title: words.giveBack.finality(words.people(count)), advice: "" }} />}
      {refused > 0 && <Note tone="bad" says={{ title: words.giveBack.refused(refused), advice: "" }} />}
      {fault !== undefined && <Note tone="bad" says={words.faults[fault]} />}
      {working && <p role="status">{words.working}</p>}
      {outside > 0 && !working && (
        <button type="button" class="button bad wide" onClick={confirm}>
          {words.giveBack.yes}
        </button>
      )}
      <a class="button wide" href={back.to}>
        {words.giveBack.no}
      </a>
    </Page>
  );
}
