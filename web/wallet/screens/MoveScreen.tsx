import { type Address, readRebindRequest } from "doorkey/buyer";
import { useState } from "preact/hooks";
import { Qr } from "../../shared/components/Qr.tsx";
import { CodeCamera } from "../components/CodeCamera.tsx";
import { Note } from "../components/Note.tsx";
import { Page } from "../components/Page.tsx";
import { PasteForm } from "../components/PasteForm.tsx";
import { type Fault, faultOf } from "../faults/faultOf.ts";
import { fragmentOf, receiveLink } from "../links/readRoute.ts";
import { sellerAt } from "../links/sellerUrl.ts";
import { moveAway } from "../tickets/moveAway.ts";
import { standingOf } from "../tickets/standingOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import type { ScreenProps } from "./ScreenProps.ts";

/** On the old phone: the way to a new one. It shows a link, scans the new phone's key, asks, and signs. */
export function MoveScreen({ wallet, ticket }: ScreenProps & { readonly ticket: Ticket }) {
  const { words } = wallet;
  const { move } = words;
  const standing = standingOf(ticket);
  const outside = standing.is === "open" ? standing.people.filter(({ state }) => state === "outside").length : 0;
  const [isScanning, setScanning] = useState(false);
  const [newHolder, setNewHolder] = useState<Address>();
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [refused, setRefused] = useState(false);
  const back = { words: move.no, to: fragmentOf("ticket", ticket.id) };

  const read = (text: string) => {
    setScanning(false);
    try {
      setNewHolder(readRebindRequest(text, ticket.event));
      setFault(undefined);
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  const sign = async (holder: Address) => {
    setWorking(true);
    setFault(undefined);
    try {
      const moved = await wallet.change((means) => moveAway(means, ticket, holder));
      if (moved === outside) wallet.replace("ticket", ticket.id);
      else setRefused(true);
    } catch (error) {
      setFault(faultOf(error));
    }
    setWorking(false);
  };

  return (
    <Page title={move.title} back={back}>
      {fault !== undefined && <Note tone="bad" says={words.faults[fault]} />}
      {refused && <Note tone="bad" says={{ title: move.refused, advice: "" }} />}
      {working && <p role="status">{words.working}</p>}
      {newHolder === undefined && (
        <>
          <p>{move.first}</p>
          <Qr text={receiveLink(`${location.origin}/`, ticket.event, sellerAt(ticket.seller))} label={move.title} />
          <p>{move.second}</p>
          {isScanning && <CodeCamera words={words} saw={read} />}
          <button type="button" class="button main wide" onClick={() => setScanning(!isScanning)}>
            {isScanning ? words.close : move.scan}
          </button>
          <PasteForm label={move.paste} button={move.check} take={read} />
        </>
      )}
      {newHolder !== undefined && !working && !refused && (
        <>
          <Note tone="warn" says={{ title: move.question(words.people(outside)), advice: move.warning }} />
          <button type="button" class="button main wide" onClick={() => void sign(newHolder)}>
            {move.yes}
          </button>
          <a class="button wide" href={back.to}>
            {move.no}
          </a>
        </>
      )}
    </Page>
  );
}
