import { type DeviceKey, type EventRef, rebindRequest, type SellerEvent } from "doorkey/buyer";
import { useEffect, useState } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import { CopyButton } from "../components/CopyButton.tsx";
import { Elsewhere } from "../components/Elsewhere.tsx";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { elsewhere } from "../device/elsewhere.ts";
import { keyFor } from "../device/keyFor.ts";
import { tryDevice } from "../device/tryDevice.ts";
import { type Fault, faultOf, mayPass } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { sellerHost } from "../links/sellerUrl.ts";
import { askForTicket } from "../tickets/askForTicket.ts";
import { keyOf } from "../tickets/keyOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** Milliseconds between two questions whether the ticket has come. */
const ASK_EVERY_MS = 3_000;

type Props = ScreenProps & { readonly event: EventRef; readonly seller: string };

/** On the new phone: makes a key, shows it to the old phone or to the box office, and waits until they agreed. */
export function ReceiveScreen({ wallet, event, seller }: Props) {
  const { words, state } = wallet;
  const [facts, setFacts] = useState<SellerEvent>();
  const [fault, setFault] = useState<Fault>();
  const [asked, setAsked] = useState<{ readonly ticket: Ticket; readonly key: DeviceKey }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setFault(undefined);
    Promise.all([wallet.means.seller(seller).event(event.eventId), tryDevice(wallet)]).then(
      ([told]) => setFacts(told),
      (error) => setFault(faultOf(error)),
    );
  }, [attempt]);
  const id = asked?.ticket.id;
  useEffect(() => {
    if (id === undefined) return;
    const asking = setInterval(async () => {
      const waiting = wallet.ticket(id);
      if (waiting !== undefined) await wallet.continue(waiting);
      if (wallet.ticket(id)?.pass !== undefined) wallet.replace("ticket", id);
    }, ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, [id]);

  const abilities = state.abilities.value;
  const shop = sellerHost(seller);
  const place = facts && abilities && keyFor(abilities, facts, location.origin);
  const begin = async () => {
    const kind = place?.keeps;
    if (kind === undefined) return;
    setFault(undefined);
    try {
      const ticket = await wallet.change((means) => askForTicket(means, { event, seller, kind }));
      setAsked({ ticket, key: await keyOf(wallet.means, ticket) });
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return (
    <Page title={words.receive.title(facts?.name ?? shop)} back={{ words: words.list.title, to: fragmentOf("list") }}>
      {facts === undefined && fault === undefined && <p role="status">{words.offer.asking}</p>}
      {fault !== undefined && (
        <Note tone="bad" says={words.faults[fault]}>
          {mayPass(fault) && (
            <button type="button" class="button wide" onClick={() => setAttempt(attempt + 1)}>
              {words.tryAgain}
            </button>
          )}
        </Note>
      )}
      {place !== undefined && place.keeps === undefined && (
        <Elsewhere
          words={words}
          says={elsewhere(words, place.why, abilities?.system ?? "computer")}
          link={location.href}
        />
      )}
      {place?.keeps !== undefined && asked === undefined && (
        <>
          <p>{words.receive.how}</p>
          <button type="button" class="button main wide" onClick={begin}>
            {words.receive.begin}
          </button>
        </>
      )}
      {asked !== undefined && (
        <>
          <p>{words.receive.show}</p>
          <Qr text={rebindRequest(asked.key)} label={words.receive.label} />
          <CopyButton text={rebindRequest(asked.key)} words={words} />
          <p>{words.receive.lost(facts?.sellerName ?? shop)}</p>
          <p role="status">{words.receive.waiting}</p>
        </>
      )}
    </Page>
  );
}
