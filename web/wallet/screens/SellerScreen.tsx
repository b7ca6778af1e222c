import { isDoorkeyError, type SellerVerdict } from "doorkey/buyer";
import { useState } from "preact/hooks";
import { atVenue } from "../../shared/locale/eventTimes.ts";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { PasteForm } from "../components/PasteForm.tsx";
import { faultOf } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { nameOf, startOf } from "../tickets/startOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { Advice } from "../words/Words.ts";
import type { ScreenProps } from "./ScreenProps.ts";

type Answer = { readonly tone: "good" | "bad"; readonly says: Advice };

/**
 * Asks the seller of a ticket that the fan has whether another shop may sell the same event. That seller reads the chain,
 * where the organizer names its sellers; the wallet asks no chain.
 */
export function SellerScreen({ wallet }: ScreenProps) {
  const { words, state } = wallet;
  const { seller } = words;
  const tickets = ofEachEvent(state.tickets.value);
  const [chosen, setChosen] = useState(0);
  const [answer, setAnswer] = useState<Answer>();
  const [working, setWorking] = useState(false);
  const ticket = tickets[chosen];

  const check = async (typed: string) => {
    if (ticket === undefined) return;
    // People type addresses without https.
    const url = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
    setAnswer(undefined);
    setWorking(true);
    try {
      setAnswer(answerOf(await wallet.means.seller(ticket.seller).checkSeller(ticket.event.eventId, url), ticket));
    } catch (error) {
      const isTyped = isDoorkeyError(error, "VALUE_INVALID");
      const says = isTyped ? { title: seller.notAnAddress, advice: "" } : words.faults[faultOf(error)];
      setAnswer({ tone: "bad", says });
    }
    setWorking(false);
  };

  function answerOf(verdict: SellerVerdict, { facts, pass }: Ticket): Answer {
    switch (verdict.status) {
      case "designated":
        return {
          tone: "good",
          says: {
            title: seller.designated(verdict.agent.name, verdict.organizer.name),
            advice: seller.lookClosely,
          },
        };
      case "dismissed": {
        const time = atVenue(state.language.value, verdict.since, facts?.startsAt ?? pass?.event.startsAt ?? "");
        return { tone: "bad", says: { title: seller.dismissed(verdict.agent.name, time), advice: "" } };
      }
      default:
        return { tone: "bad", says: { title: seller.notDesignated, advice: seller.reasons[verdict.reason] } };
    }
  }

  return (
    <Page title={seller.title} back={{ words: words.back, to: fragmentOf("list") }}>
      <p class="soft">{seller.how}</p>
      {tickets.length === 0 && <p>{seller.none}</p>}
      {tickets.length > 1 && (
        <label>
          {seller.event}
          <select value={chosen} onChange={({ currentTarget: { value } }) => setChosen(Number(value))}>
            {tickets.map((one, i) => (
              <option key={one.id} value={i}>
                {nameOf(one) ?? startOf(one)}
              </option>
            ))}
          </select>
        </label>
      )}
      {ticket !== undefined && (
        <PasteForm label={seller.address} button={seller.check} take={(text) => void check(text)} />
      )}
      {working && <p role="status">{words.working}</p>}
      {answer !== undefined && <Note tone={answer.tone} says={answer.says} />}
    </Page>
  );
}

/** One ticket of each event, because the answer is about events. */
function ofEachEvent(tickets: readonly Ticket[]): readonly Ticket[] {
  const key = ({ event }: Ticket) => `${event.chainId}.${event.rightsRegistry}.${event.eventId}`;
  return [...new Map(tickets.map((ticket) => [key(ticket), ticket])).values()];
}
