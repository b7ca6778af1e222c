import { useState } from "preact/hooks";
import { type Fault, faultOf } from "../faults/faultOf.ts";
import { recoverTicket } from "../tickets/recoverTicket.ts";
import { reminderOf } from "../tickets/reminderOf.ts";
import type { Ticket } from "../tickets/Ticket.ts";
import { testTicket } from "../tickets/testTicket.ts";
import type { Wallet } from "../Wallet.ts";
import { Note } from "./Note.tsx";

/** Lets the holder try the key before the evening, while there is time to move the ticket. */
export function TestTicket({ wallet, ticket }: { readonly wallet: Wallet; readonly ticket: Ticket }) {
  const { words } = wallet;
  const [state, setState] = useState<"open" | "working" | "good" | Fault>("open");
  const due = reminderOf(ticket, Date.now() / 1_000);
  const run = (work: () => Promise<void>) => async () => {
    setState("working");
    await work().then(
      () => setState("good"),
      (error) => setState(faultOf(error)),
    );
  };
  const test = run(() => wallet.change((means) => testTicket(means, ticket, due)));
  const recover = run(() => wallet.change((means) => recoverTicket(means, ticket)));
  const fault = state === "open" || state === "working" || state === "good" ? undefined : state;
  const isLost = fault !== undefined && ["key-lost", "key-damaged", "passkey-unknown"].includes(fault);
  return (
    <section class="stack">
      {due !== undefined && state === "open" && <p class="warn-text">{words.ticket.testDue[due]}</p>}
      {state === "good" && <Note tone="good" says={{ title: words.ticket.tested, advice: "" }} />}
      {fault !== undefined && <Note tone="bad" says={words.faults[fault]} />}
      <button type="button" class="button wide" disabled={state === "working"} onClick={test}>
        {state === "working" ? words.working : words.ticket.test}
      </button>
      {isLost && ticket.keyKind === "passkey" && (
        <>
          <p>{words.ticket.recoverHow}</p>
          <button type="button" class="button main wide" onClick={recover}>
            {words.ticket.recover}
          </button>
        </>
      )}
    </section>
  );
}
