import type { Invitation, SellerEvent } from "doorkey/buyer";
import { useState } from "preact/hooks";
import { Elsewhere } from "../components/Elsewhere.tsx";
import { LinkQr } from "../components/LinkQr.tsx";
import { Note } from "../components/Note.tsx";
import { elsewhere } from "../device/elsewhere.ts";
import { keyFor } from "../device/keyFor.ts";
import { type Fault, faultOf } from "../faults/faultOf.ts";
import { findTicket } from "../tickets/findTicket.ts";
import { keepOffer } from "../tickets/keepOffer.ts";
import type { Means } from "../tickets/Means.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";

type Props = ScreenProps & {
  readonly invitation: Invitation;
  readonly seller: string;
  readonly facts: SellerEvent;
};

/** The question whether to keep tickets here; or, where they would be lost, the way to a better place. */
export function KeepTickets({ wallet, invitation, seller, facts }: Props) {
  const { words, state } = wallet;
  const [here, setHere] = useState(false);
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState<Fault | undefined>(state.storeFault.value);
  const abilities = state.abilities.value;
  if (abilities === undefined) return <p role="status">{words.working}</p>;
  const place = keyFor(abilities, facts, location.origin);
  const link = location.href;

  if (place.keeps === undefined) {
    const { why } = place;
    if (why === "other-wallet") {
      return (
        <Note tone="bad" says={words.offer.otherWallet}>
          <a class="button main wide" href={`${facts.wallet}/${location.hash}`}>
            {words.offer.toOtherWallet}
          </a>
        </Note>
      );
    }
    return <Elsewhere words={words} says={elsewhere(words, why, abilities.system)} link={link} />;
  }
  if (state.storeFault.value !== undefined) {
    return <Elsewhere words={words} says={words.faults[state.storeFault.value]} link={link} />;
  }
  if (abilities.system === "computer" && !here) {
    return (
      <>
        <Note tone="plain" says={words.place.computer} />
        <LinkQr text={link} label={words.place.scan} />
        <button type="button" class="button wide" onClick={() => setHere(true)}>
          {words.place.keepOnComputer}
        </button>
      </>
    );
  }

  const kind = place.keeps;
  const keep = (work: (means: Means) => Promise<Ticket>) => async () => {
    setWorking(true);
    setFault(undefined);
    try {
      const ticket = await wallet.change(work);
      wallet.replace("ticket", ticket.id);
      await wallet.continue(ticket);
    } catch (error) {
      setFault(faultOf(error));
      setWorking(false);
    }
  };
  const isPasskey = kind === "passkey";
  return (
    <>
      <p class="soft">{words.offer.why}</p>
      {isPasskey && <p>{words.offer.passkey}</p>}
      {isPasskey && abilities.system === "ios" && <p class="soft">{words.offer.homeScreen}</p>}
      {fault !== undefined && <Note tone="bad" says={words.faults[fault]} />}
      {working ? (
        <p role="status">{words.offer.keeping}</p>
      ) : (
        <>
          <button
            type="button"
            class="button main wide"
            onClick={keep((means) => keepOffer(means, { invitation, seller, facts, kind }))}
          >
            {isPasskey ? words.offer.keepByPasskey : words.offer.keep}
          </button>
          {isPasskey && (
            <button
              type="button"
              class="button wide"
              onClick={keep((means) => findTicket(means, { invitation, seller, facts }))}
            >
              {words.offer.findPasskey}
            </button>
          )}
        </>
      )}
    </>
  );
}
