import type { Invitation, SellerEvent } from "doorkey/buyer";
import { useEffect, useState } from "preact/hooks";
import { venueDay } from "../../shared/locale/eventTimes.ts";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { tryDevice } from "../device/tryDevice.ts";
import { type Fault, faultOf, mayPass } from "../faults/faultOf.ts";
import { fragmentOf } from "../links/readRoute.ts";
import { sellerHost } from "../links/sellerUrl.ts";
import { KeepTickets } from "./KeepTickets.tsx";
import type { ScreenProps } from "./ScreenProps.ts";

type Props = ScreenProps & { readonly invitation: Invitation; readonly seller: string };

/** What a shop's link offers. Shop and phone are checked before the fan is asked, and before a key is made. */
export function OfferScreen({ wallet, invitation, seller }: Props) {
  const { words } = wallet;
  const known = wallet.ticket(invitation.purchaseKey);
  const [facts, setFacts] = useState<SellerEvent>();
  const [fault, setFault] = useState<Fault>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (known !== undefined) return wallet.replace("ticket", known.id);
    setFault(undefined);
    setFacts(undefined);
    void tryDevice(wallet);
    askShop(wallet, invitation, seller).then(
      (told) => (typeof told === "string" ? setFault(told) : setFacts(told)),
      (error) => setFault(faultOf(error)),
    );
  }, [attempt, known === undefined]);

  const back = { words: words.offer.refuse, to: fragmentOf("list") };
  const shop = sellerHost(seller);
  if (fault !== undefined) {
    return (
      <Page title={shop} back={back}>
        <Note tone="bad" says={words.faults[fault]} />
        {mayPass(fault) && (
          <button type="button" class="button main wide" onClick={() => setAttempt(attempt + 1)}>
            {words.tryAgain}
          </button>
        )}
      </Page>
    );
  }
  if (facts === undefined) {
    return (
      <Page title={shop} back={back}>
        <p role="status">{words.offer.asking}</p>
      </Page>
    );
  }
  const className = facts.classes.find(({ classId }) => classId === invitation.classId)?.name ?? "";
  return (
    <Page title={words.offer.question(invitation.quantity, facts.name, shop)} back={back}>
      <div class="card facts">
        <p>
          <time dateTime={facts.startsAt}>{venueDay(wallet.state.language.value, facts.startsAt)}</time>
        </p>
        <p>{[words.people(invitation.quantity), className].join(" · ")}</p>
        <p class="soft">{words.soldBy(`${facts.sellerName} (${shop})`)}</p>
      </div>
      <KeepTickets wallet={wallet} invitation={invitation} seller={seller} facts={facts} />
    </Page>
  );
}

/** The event as the shop describes it, once the shop has shown that it is the invitation's seller. */
async function askShop({ means, clock }: Props["wallet"], invitation: Invitation, seller: string) {
  const shop = means.seller(seller);
  await Promise.all([shop.check(invitation), clock.ask()]);
  if (clock.current.value.now() >= invitation.expiresAt) return "expired";
  const facts = await shop.event(invitation.event.eventId);
  return facts.classes.some(({ classId }) => classId === invitation.classId) ? facts : "class-unknown";
}
